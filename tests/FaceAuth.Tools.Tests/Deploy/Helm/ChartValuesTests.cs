using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>The values of the chart: described, checked, and refused where they make no sense.</summary>
public sealed partial class ChartValuesTests
{
    const string Chart = "deploy/helm/faceauth";

    static readonly string[] Keys = ["--set", "store.provider=PostgreSql", "--set", "secrets.existingSecret=s"];

    [Fact]
    public void Every_value_stands_in_the_tables_of_the_README_and_in_the_schema_and_no_other()
    {
        var values = Leaves(Checkout.Read($"{Chart}/values.yaml"));
        var schema = JsonDocument.Parse(Checkout.Read($"{Chart}/values.schema.json")).RootElement;

        var described = Rows().Matches(Checkout.Read($"{Chart}/README.md"))
            .SelectMany(row => Named().Matches(row.Value.Split('|')[1])).Select(name => name.Groups[1].Value).Order().ToList();

        Assert.Equal(described.Distinct(), described);
        Assert.Equal(Within(schema, "").Where(name => name != "global").Order(), values.Order());
        // the ways of the media are described in a table too
        string[] ways = ["nodePort", "hostNetwork", "loadBalancer", "podNetwork"];
        Assert.Equal(values.Concat(ways).Order(), described);
    }

    [Fact]
    public void It_is_of_the_programs_version()
    {
        var version = Regex.Match(Checkout.Read("Directory.Build.props"), "<Version>(.*)</Version>").Groups[1].Value;

        Assert.Contains($"\nappVersion: \"{version}\"\n", Checkout.Read($"{Chart}/Chart.yaml"), StringComparison.Ordinal);
        // the image that is built is the one that is asked for
        var images = Regex.Matches(Checkout.Read($"{Chart}/README.md"), "registry[.]example[.]org/faceauth(:[0-9.]+[0-9])?");
        Assert.Equal(["", $":{version}"], images.Select(image => image.Groups[1].Value).Distinct().Order());
    }

    [Fact]
    public async Task Helm_finds_nothing_to_say_against_it()
    {
        var (code, output) = await HelmPackages.HelmAsync("lint", "--strict", Checkout.PathOf(Chart));

        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("store.provider Sqlite keeps one replica, and replicas is 3", "replicas=3")]
    [InlineData("store.provider Sqlite keeps one replica", "autoscaling.enabled=true")]
    [InlineData("store.provider PostgreSql needs secrets.existingSecret, or secrets.databaseConnection", "store.provider=PostgreSql")]
    [InlineData("secrets.existingSecret is set, and so is secrets.turnSecret", "secrets.existingSecret=s", "secrets.turnSecret=x")]
    [InlineData("secrets.masterKey is not 32 bytes in base64", "secrets.masterKey=YWJj")]
    [InlineData("secrets.operatorKey is shorter than 32", "secrets.operatorKey=short")]
    [InlineData("redis.enabled needs secrets.redisConfiguration", "redis.enabled=true")]
    [InlineData("turn.urls needs secrets.turnSecret", "turn.urls={turn:relay.example.org:3478}")]
    [InlineData("ingress.enabled needs ingress.host", "ingress.enabled=true")]
    [InlineData("ingress.enabled needs ingress.trustedProxies", "ingress.enabled=true", "ingress.host=face.example.org")]
    [InlineData("it has 0, and there may be 1 pods", "media.exposure=loadBalancer")]
    [InlineData("metrics.serviceMonitor.enabled needs metrics.enabled", "metrics.serviceMonitor.enabled=true")]
    [InlineData("settings.Store__MasterKey is a secret", "settings.Store__MasterKey=x")]
    [InlineData("settings.Mail__Password is a secret", "settings.Mail__Password=x")]
    [InlineData("settings.Ice__Servers__1__Secret is a secret", "settings.Ice__Servers__1__Secret=x")]
    [InlineData("settings.OTEL_EXPORTER_OTLP_HEADERS is a secret", "settings.OTEL_EXPORTER_OTLP_HEADERS=x")]
    [InlineData("settings.OTEL_EXPORTER_OTLP_TRACES_HEADERS is a secret", "settings.OTEL_EXPORTER_OTLP_TRACES_HEADERS=x")]
    [InlineData("settings.Kestrel__Certificates__Default__Password is a secret", "settings.Kestrel__Certificates__Default__Password=x")]
    [InlineData("service.type LoadBalancer needs networkPolicy.httpFrom", "service.type=LoadBalancer")]
    [InlineData("service.type NodePort needs networkPolicy.httpFrom", "service.type=NodePort", "networkPolicy.httpFrom=null")]
    [InlineData("two of them are the same", "media.port=8080")]
    [InlineData("two of them are the same", "metrics.enabled=true", "metrics.port=7000")]
    [InlineData("two of them are the same", "metrics.enabled=true", "metrics.port=8080")]
    [InlineData("settings.Signaling__DrainTime is set by this chart", "settings.Signaling__DrainTime=00:00:01")]
    [InlineData("additional properties 'replica' not allowed", "replica=1")]
    [InlineData("additional properties 'masterkey' not allowed", "secrets.masterkey=x")]
    [InlineData("/media/exposure", "media.exposure=nodeport")]
    [InlineData("/replicas", "replicas=0")]
    [InlineData("/drain/seconds", "drain.seconds=301")]
    [InlineData("/secrets/signingKey", "secrets.signingKey=no-key")]
    [InlineData("'nonsense' does not match pattern", "settings.nonsense=1")]
    public async Task What_makes_no_sense_is_refused_in_words(string said, params string[] set) => await RefusedAsync(said, [], set);

    [Theory]
    [InlineData("Several replicas share limits and messages over Redis", "replicas=2")]
    [InlineData("the last is above 32767", "redis.enabled=true", "replicas=3", "media.nodePort.first=32766")]
    [InlineData("media.publicAddresses are announced by every pod", "redis.enabled=true", "replicas=2", "media.publicAddresses={1.2.3.4}")]
    [InlineData("autoscaling.enabled goes by a metric", "redis.enabled=true", "autoscaling.enabled=true")]
    [InlineData("persistence.existingClaim is used by nothing on PostgreSql", "persistence.existingClaim=faces")]
    [InlineData("persistence.existingClaim is one volume, and there may be 2 pods", "redis.enabled=true", "replicas=2",
        "persistence.withPostgreSql=true", "persistence.existingClaim=faces")]
    [InlineData("the last is above 32767", "media.services=3", "media.nodePort.first=32766")]
    [InlineData("it has 1, and there may be 2 pods", "media.exposure=loadBalancer", "media.loadBalancer.addresses={1.2.3.4}",
        "media.services=2")]
    [InlineData("lets all of 2 replicas go at once", "redis.enabled=true", "replicas=2", "podDisruptionBudget.maxUnavailable=2")]
    [InlineData("autoscaling.minReplicas is above", "redis.enabled=true", "autoscaling.enabled=true", "metrics.enabled=true",
        "autoscaling.minReplicas=9")]
    public async Task So_it_is_with_several_replicas(string said, params string[] set) => await RefusedAsync(said, Keys, set);

    [Theory]
    [InlineData("made its master key beside the faces", "replicas=1")]
    [InlineData("The models in the image are for a try", "replicas=1")]
    [InlineData("No NetworkPolicy holds there", "media.exposure=hostNetwork")]
    [InlineData("need the relay of turn.urls", "media.exposure=podNetwork")]
    [InlineData("port 31700 + N", "media.exposure=nodePort")]
    public async Task Its_notes_say_what_is_left_to_do(string said, string set)
    {
        var (code, output) = await HelmPackages.HelmAsync(
            "install", "faceauth", Checkout.PathOf(Chart), "--dry-run=client", "--set", set);

        Assert.True(code == 0, output);
        Assert.Contains(said, output[output.IndexOf("NOTES:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    static async Task RefusedAsync(string said, string[] given, string[] set)
    {
        var (code, output) = await HelmPackages.HelmAsync(
            ["template", "faceauth", Checkout.PathOf(Chart), .. given, .. set.SelectMany(one => new[] { "--set", one })]);

        Assert.NotEqual(0, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    /// <summary>Values whose schema names nothing in them, by their paths.</summary>
    static List<string> Leaves(string yaml)
    {
        var schema = JsonDocument.Parse(Checkout.Read($"{Chart}/values.schema.json")).RootElement;
        var values = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(yaml);
        return [.. Leaves(values, schema, "")];
    }

    static IEnumerable<string> Leaves(Dictionary<object, object> values, JsonElement schema, string path) => values.SelectMany(pair =>
    {
        var name = path + pair.Key;
        var known = schema.GetProperty("properties").TryGetProperty($"{pair.Key}", out var inner);
        Assert.True(known, $"{name} is not in the schema.");
        return inner.TryGetProperty("properties", out _) ? Leaves((Dictionary<object, object>)pair.Value, inner, name + ".") : [name];
    });

    static IEnumerable<string> Within(JsonElement schema, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return [path];
        // a name that is not among them is refused
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        return properties.EnumerateObject().SelectMany(one => Within(one.Value, path.Length == 0 ? one.Name : $"{path}.{one.Name}"));
    }

    [GeneratedRegex(@"^\| `.*$", RegexOptions.Multiline)]
    private static partial Regex Rows();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Named();
}
