using System.Net;
using System.Text.Json.Nodes;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>Every list that can grow is read in one way; those that cannot are named here with their bound.</summary>
public sealed class ListsTests
{
    /// <summary>Lists whose length the server bounds, or that are a span of days.</summary>
    static readonly HashSet<string> Bounded =
    [
        "listWebhooks", "listKeys", "listSignIns", "listPasskeys", "listJobs", "listFigures", "listAllFigures", "showKeys",
    ];

    static IEnumerable<Operation> Lists =>
        from operation in DescribedApi.Current.All
        where operation.Method == "GET"
        let answer = operation.Answers.FirstOrDefault(one => one.Status == "200")
        where answer.Content?["schema"] is { } schema && IsList(operation, operation.Api.Resolve(schema))
        select operation;

    public static TheoryData<string> Growing => [.. Lists.Where(one => !Bounded.Contains(IdOf(one))).Select(one => one.Name)];

    [Fact]
    public void Those_that_are_named_as_bounded_are_there() => Assert.Empty(Bounded.Except(Lists.Select(IdOf)));

    [Theory]
    [MemberData(nameof(Growing))]
    public void A_list_takes_after_and_count_and_answers_next(string name)
    {
        var operation = DescribedApi.Find(name);
        var parameters = operation.Json["parameters"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).ToList();
        var page = operation.Api.Resolve(operation.Answers.Single(one => one.Status == "200").Content["schema"]!);

        Assert.Contains("after", parameters);
        Assert.Contains("count", parameters);
        Assert.DoesNotContain("before", parameters);
        Assert.Contains("string", page["properties"]!["next"]!["type"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/sessions")]
    [InlineData("/v1/subjects")]
    [InlineData("/v1/groups")]
    [InlineData("/v1/subjects/ada/consents")]
    [InlineData("/v1/subjects/ada/templates")]
    [InlineData("/v1/groups/staff/subjects")]
    public async Task A_page_that_cannot_be_is_refused_everywhere_in_the_same_words(string path)
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        await host.EnrollAsync(party, "ada");
        (await party.PutAsync("/v1/groups/staff", null)).Dispose();

        foreach (var query in new[] { "count=0", "count=201", "after=a%2Fb" })
        {
            using var answer = await party.GetAsync($"{path}?{query}");
            await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
            Assert.Contains(
                "Set count to 1 to 200, and after to the next of the page before.", await answer.Content.ReadAsStringAsync(),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/v1/sessions", "after, count, subject, purpose, state, outcome, policy, from, to")]
    [InlineData("/v1/sessions/all", "after, count, owner, subjectId, purpose, state, outcome, policy, from, to")]
    [InlineData("/v1/subjects", "after, count")]
    [InlineData("/v1/groups", "after, count")]
    [InlineData("/v1/subjects/ada/consents", "after, count")]
    [InlineData("/v1/subjects/ada/templates", "after, count")]
    [InlineData("/v1/relying-parties", "after, count")]
    [InlineData("/v1/audit", "after, count, actor, action, sessionId, subjectId, from, to")]
    [InlineData("/v1/groups/staff/subjects", "after, count")]
    [InlineData("/v1/accounts", "after, count, role")]
    [InlineData("/v1/jobs/retention/runs", "after, count, state")]
    [InlineData("/v1/webhooks/0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61/deliveries", "after, count, state")]
    public async Task A_list_refuses_a_parameter_that_it_does_not_know(string path, string known)
    {
        await using var host = new HostApplication();
        string[] staffs = ["/v1/sessions/all", "/v1/accounts", "/v1/audit", "/v1/relying-parties"];
        using var caller = staffs.Contains(path) || path.StartsWith("/v1/jobs", StringComparison.Ordinal)
            ? await host.StaffAsync("ada", AccountRole.Admin) : await host.RelyingPartyAsync();

        using var answer = await caller.GetAsync($"{path}?COUNT=3&outcom=rejected");

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        Assert.Contains($"This list takes {known}, and nothing else.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/sessions?purpose=verify&", "sessions")]
    [InlineData("/v1/subjects?", "subjects")]
    [InlineData("/v1/groups?", "groups")]
    [InlineData("/v1/groups/a%2Bb/subjects?", "subjects")]
    public async Task A_full_last_page_has_no_next(string path, string field)
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        (await party.PutAsync("/v1/groups/a%2Bb", null)).Dispose();
        (await party.PutAsync("/v1/groups/c", null)).Dispose();
        foreach (var name in (string[])["ada", "bob"])
        {
            await host.EnrollAsync(party, name);
            (await party.PutAsync($"/v1/groups/a%2Bb/subjects/{name}", null)).EnsureSuccessStatusCode();
            await party.CreateSessionAsync(new { purpose = "verify", subject = name });
        }

        var all = await party.JsonAsync($"{path}count=2");
        var first = await party.JsonAsync($"{path}count=1");
        var next = Uri.EscapeDataString(first.GetProperty("next").GetString()!);
        var last = await party.JsonAsync($"{path}count=1&after={next}");

        Assert.Equal(2, all.GetProperty(field).GetArrayLength());
        Assert.Equal(all.GetProperty(field)[1].GetRawText(), Assert.Single(last.GetProperty(field).EnumerateArray()).GetRawText());
        Assert.False(all.TryGetProperty("next", out _));
        Assert.False(last.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task A_full_last_page_of_accounts_has_no_next()
    {
        await using var host = new HostApplication();
        using var admin = await host.StaffAsync("ada", AccountRole.Admin);

        Assert.False((await admin.JsonAsync("/v1/accounts?count=1")).TryGetProperty("next", out _));
    }

    [Fact]
    public void A_key_for_requests_sent_twice_is_a_parameter_of_just_what_honours_it()
    {
        var takes = DescribedApi.Current.All.Where(one => (one.Json["parameters"]?.AsArray() ?? []).Any(
            parameter => parameter!["name"]!.GetValue<string>() == "Idempotency-Key" && parameter["in"]!.GetValue<string>() == "header"));
        var honours = DescribedApi.Current.All.Where(
            one => one.Json["responses"]!.ToJsonString().Contains("idempotency_mismatch", StringComparison.Ordinal));

        Assert.NotEmpty(takes);
        Assert.Equal(honours.Select(one => one.Name), takes.Select(one => one.Name));
    }

    [Fact]
    public void A_groups_name_has_the_bound_that_it_has()
    {
        var names =
            from operation in DescribedApi.Current.All
            where operation.Path.StartsWith("/v1/groups/", StringComparison.Ordinal)
            from parameter in operation.Json["parameters"]!.AsArray()
            where parameter!["name"]!.GetValue<string>() == "name"
            select parameter["schema"]!["maxLength"]!.GetValue<int>();

        Assert.NotEmpty(names);
        Assert.All(names, most => Assert.Equal(64, most));
    }

    static bool IsList(Operation operation, JsonObject page)
    {
        var fields = page["properties"]?.AsObject() ?? [];
        var isPage = fields.Count <= 3 && fields.Any(field => IsArray(operation.Api.Resolve(field.Value!)));
        return isPage && (fields.ContainsKey("next") || fields.All(field => field.Key is "from" or "to" || IsArray(field.Value!)));
    }

    static bool IsArray(JsonNode field) => field["type"]?.ToJsonString().Contains("array", StringComparison.Ordinal) is true;

    static string IdOf(Operation operation) => operation.Json["operationId"]!.GetValue<string>();
}
