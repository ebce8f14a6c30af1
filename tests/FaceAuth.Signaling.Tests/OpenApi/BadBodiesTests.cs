using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>Whatever comes as a body, the answer is one that is described: never a fault of the server's, always with a code.</summary>
public sealed partial class BadBodiesTests(BadBodiesTests.Host host) : IClassFixture<BadBodiesTests.Host>
{
    /// <summary>Operations with a body.</summary>
    public static TheoryData<string> Operations => [.. new[] { DescribedApi.Current, DescribedApi.Legacy }
        .SelectMany(api => api.All.Where(one => one.BodySchema is not null).Select(one => one.Name))];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task No_body_breaks_an_operation(string name)
    {
        var operation = DescribedApi.Find(name);
        using var client = host.ClientFor(operation);
        var wrong = new List<string>();

        foreach (var (what, content) in BadBodies.Of(operation))
        {
            var path = Parameter().Replace(operation.Path, found => found.Value == "{id}" ? Guid.Empty.ToString() : "retention");
            using var request = new HttpRequestMessage(new(operation.Method), path) { Content = content };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var fault = (int)answer.StatusCode >= 500 ? $"answers {(int)answer.StatusCode}" : await operation.FaultOfAsync(answer);
            if (fault.Length > 0) wrong.Add($"{what}: {fault}");
        }

        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();

    /// <summary>A host whose limits are out of the way, and a client of each kind.</summary>
    public sealed class Host : IAsyncLifetime
    {
        const string OperatorKey = "an operator's key of 32 characters";

        readonly HostApplication _host = new(
            ("Operator:Key", OperatorKey), ("RateLimits:AuthPerAddress", "100000"), ("RateLimits:SessionsPerAddress", "1000000"),
            ("RateLimits:SessionsPerRelyingParty", "1000000"), ("RateLimits:SessionsPerUser", "100000"));

        string _apiKey = "";
        string _token = "";

        public async ValueTask InitializeAsync()
        {
            (_, _apiKey) = await _host.Services.GetRequiredService<IRelyingPartyStore>().IssueKeyAsync("shop", default);
            using var user = await _host.UserAsync();
            _token = user.DefaultRequestHeaders.Authorization!.Parameter!;
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        /// <summary>A client that may do it: the body is what is wrong.</summary>
        internal HttpClient ClientFor(Operation operation)
        {
            var client = _host.CreateClient();
            client.Timeout = TimeSpan.FromMinutes(1);
            var schemes = JsonSerializer.Serialize(operation.Json["security"]);
            if (schemes.Contains("operator", StringComparison.Ordinal)) client.DefaultRequestHeaders.Add("X-Operator-Key", OperatorKey);
            else if (schemes.Contains("apiKey", StringComparison.Ordinal)) client.DefaultRequestHeaders.Add("X-Api-Key", _apiKey);
            else if (schemes.Contains("user", StringComparison.Ordinal))
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            return client;
        }
    }
}
