using k8s;
using k8s.Models;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>What the chart makes of one set of values, read by the types of Kubernetes; an unknown field is a fault.</summary>
sealed class Rendered
{
    const string Folder = "tests/FaceAuth.Tools.Tests/Deploy/Helm/values";

    static readonly Dictionary<string, Task<Rendered>> Made = [];

    /// <summary>Every set of values there is; "default" is the chart's own.</summary>
    public static IReadOnlyList<string> Sets { get; } =
    [
        "default",
        .. Directory.EnumerateFiles(Checkout.PathOf(Folder), "*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(),
    ];

    /// <summary>The objects of Kubernetes' own kinds.</summary>
    public required IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; init; }

    /// <summary>All of it, as Helm wrote it.</summary>
    public required string Text { get; init; }

    public V1StatefulSet Servers => Assert.Single(Of<V1StatefulSet>());

    public V1PodSpec Pod => Servers.Spec.Template.Spec;

    public V1Container Container => Assert.Single(Pod.Containers);

    public IDictionary<string, string> Settings => Assert.Single(Of<V1ConfigMap>()).Data;

    public IEnumerable<T> Of<T>() => Objects.OfType<T>();

    /// <summary>What a setting is by the container's own environment; null where it has none, or takes it from elsewhere.</summary>
    public string? Variable(string name) => Container.Env.SingleOrDefault(variable => variable.Name == name)?.Value;

    /// <summary>Where a setting comes from that is a secret; null where it is none.</summary>
    public V1SecretKeySelector? Secret(string name) =>
        Container.Env.SingleOrDefault(variable => variable.Name == name)?.ValueFrom?.SecretKeyRef;

    /// <summary>Renders a set once for all tests.</summary>
    public static Task<Rendered> OfAsync(string set)
    {
        lock (Made)
        {
            if (!Made.TryGetValue(set, out var made)) Made[set] = made = RenderAsync(set);
            return made;
        }
    }

    static async Task<Rendered> RenderAsync(string set)
    {
        string[] values = set == "default" ? [] : ["--values", Checkout.PathOf($"{Folder}/{set}.yaml")];
        var (code, output) = await HelmPackages.HelmAsync(["template", "faceauth", Checkout.PathOf("deploy/helm/faceauth"), .. values]);
        Assert.True(code == 0, output);
        // the operator's own kinds have no types here; their schemas are looked at elsewhere
        var own = output.Split("---\n").Where(part => part.Contains("kind:", StringComparison.Ordinal))
            .Where(part => !part.Contains("monitoring.coreos.com/", StringComparison.Ordinal));
        var objects = own.Select(part => Assert.Single(KubernetesYaml.LoadAllFromString(part, null, strict: true)));
        return new() { Text = output, Objects = [.. objects.Cast<IKubernetesObject<V1ObjectMeta>>()] };
    }
}
