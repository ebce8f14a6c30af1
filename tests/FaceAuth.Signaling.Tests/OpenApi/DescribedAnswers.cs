using System.Text.RegularExpressions;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>Holds every answer that a client gets against the description of its operation.</summary>
/// <param name="isStrict">Whether what is not described at all may not be asked; else it is passed on as it comes.</param>
/// <param name="hasLegacy">Whether the server has the API of the system before too.</param>
sealed class DescribedAnswers(bool isStrict = true, bool hasLegacy = true) : DelegatingHandler
{
    static readonly List<(Regex Path, Operation Operation)> Known =
    [
        .. DescribedApi.Current.All.Concat(DescribedApi.Legacy.All)
            .OrderBy(one => one.Path.Count(letter => letter == '{'))
            .Select(one => (new Regex($"^{PatternOf(one)}/?$"), one)),
    ];

    static string PatternOf(Operation operation) =>
        Regex.Replace(operation.Path.TrimEnd('/'), @"\{(\w+)\}", name => Segment(operation, name.Groups[1].Value));

    /// <summary>What stands in a path for a parameter; where that is an id, nothing else leads to the operation.</summary>
    static string Segment(Operation operation, string parameter)
    {
        var schema = (operation.Json["parameters"]?.AsArray() ?? []).Select(one => operation.Api.Resolve(one!))
            .FirstOrDefault(one => (string?)one["in"] == "path" && (string?)one["name"] == parameter)?["schema"];
        return schema is not null && (string?)operation.Api.Resolve(schema)["format"] == "uuid" ? "[0-9a-fA-F-]{32,36}" : "[^/]+";
    }

    /// <summary>What was asked and answered so far, such as "GET /v1/consent 200".</summary>
    public HashSet<string> Seen { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        var operation = Known.Where(one => hasLegacy || one.Operation.Api != DescribedApi.Legacy)
            .Where(one => one.Operation.Method == request.Method.Method && one.Path.IsMatch(path))
            .Select(one => one.Operation).FirstOrDefault();
        if (operation is null)
        {
            if (isStrict) Assert.Fail($"{request.Method} {path} is not described.");
            return answer;
        }

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        Assert.Equal("", await operation.FaultOfAsync(answer));
        lock (Seen) Seen.Add($"{operation.Name} {(int)answer.StatusCode}");
        return answer;
    }
}
