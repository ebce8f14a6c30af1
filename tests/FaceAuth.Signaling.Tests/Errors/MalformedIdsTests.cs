using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Errors;

/// <summary>An id that is none names nothing, and is answered as one that names nothing.</summary>
public sealed class MalformedIdsTests
{
    [Fact]
    public async Task Each_endpoint_with_an_id_answers_its_own_refusal()
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        using var admin = await host.StaffAsync("ada", AccountRole.Admin);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(HasId).ToList();

        Assert.InRange(endpoints.Count, 20, 200);
        foreach (var endpoint in endpoints)
        {
            var path = Regex.Replace(endpoint.RoutePattern.RawText!, @"\{\w+(:\w+)?\}", "abc");
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            using var answer = await AskAsync(party, method, path) is { StatusCode: not HttpStatusCode.Forbidden } asked
                ? asked : await AskAsync(admin, method, path);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            var code = problem.GetProperty("code").GetString()!;

            Assert.True(answer.StatusCode == HttpStatusCode.NotFound && code.EndsWith("_unknown", StringComparison.Ordinal),
                $"{method} {path}: {(int)answer.StatusCode} {code}");
            Assert.True(problem.TryGetProperty("traceId", out _), $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere", 404, "not_found")]
    [InlineData("PUT", "/v1/sessions", 405, "method_not_allowed")]
    [InlineData("POST", "/v1/sessions", 415, "unsupported_media_type")]
    public async Task What_the_framework_refuses_has_a_trace_too(string method, string path, int status, string code)
    {
        await using var host = new HostApplication();
        using var party = await host.RelyingPartyAsync();
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new StringContent("purpose=verify");

        using var answer = await party.SendAsync(request);

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.True(problem.TryGetProperty("traceId", out _));
    }

    static bool HasId(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(parameter =>
            (parameter.ParameterType == typeof(Guid) || parameter.ParameterType == typeof(long))
            && endpoint.RoutePattern.Parameters.Any(one => one.Name == parameter.Name)) == true;

    static async Task<HttpResponseMessage> AskAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method is "POST" or "PUT" or "PATCH") request.Content = JsonContent.Create(new { });
        return await client.SendAsync(request);
    }
}
