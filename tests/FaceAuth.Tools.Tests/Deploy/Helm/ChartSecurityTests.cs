using System.Text;
using k8s.Models;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>What the chart keeps from whom.</summary>
public sealed class ChartSecurityTests
{
    /// <summary>Each secret of values/own-secrets.yaml, by a part of it.</summary>
    static readonly string[] Words =
    [
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "of-a-test-and-no-key-at-all", "operator-operator", "word-of-the-database",
        "word-of-redis", "word-of-the-relay", "word-of-the-mail-server",
    ];

    public static TheoryData<string> Sets { get; } = [.. Rendered.Sets];

    [Fact]
    public async Task Secrets_lie_in_the_Secret_alone_and_each_reaches_the_server()
    {
        var made = await Rendered.OfAsync("own-secrets");

        var secret = Assert.Single(made.Of<V1Secret>());
        var values = secret.Data.Select(pair => Encoding.UTF8.GetString(pair.Value)).ToList();
        Assert.All(Words, word => Assert.Contains(values, value => value.Contains(word, StringComparison.Ordinal)));
        Assert.All(Words, word => Assert.DoesNotContain(word, made.Text, StringComparison.Ordinal));
        var used = made.Container.Env.Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();
        Assert.Equal(secret.Data.Keys.Order(), used.Select(reference => reference.Key).Order());
        Assert.All(used, reference => Assert.Equal(secret.Name(), reference.Name));
        Assert.Equal("keep", secret.GetAnnotation("helm.sh/resource-policy"));
    }

    [Theory]
    [InlineData("own-secrets", true)]
    [InlineData("sqlite-mail", false)]
    public async Task A_checksum_of_secrets_is_told_only_where_the_master_key_is_one_of_them(string set, bool told)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Single(made.Of<V1Secret>());
        Assert.Equal(told, made.Servers.Spec.Template.Metadata.Annotations.ContainsKey("checksum/secrets"));
    }

    [Fact]
    public async Task A_key_in_a_mounted_file_is_not_given_as_a_variable_too()
    {
        var made = await Rendered.OfAsync("key-files");

        Assert.Equal(["Mail__Password", "Redis__Configuration", "Store__ConnectionString"], made.Container.Env
            .Where(variable => variable.ValueFrom?.SecretKeyRef is not null).Select(variable => variable.Name).Order());
        var mount = Assert.Single(made.Container.VolumeMounts, mount => mount.MountPath == "/keys");
        Assert.NotNull(Assert.Single(made.Pod.Volumes, volume => volume.Name == mount.Name).Csi);
        Assert.Equal("/keys/master-key", made.Settings["Store__MasterKeyFile"]);
        Assert.Equal("collector", Assert.Single(made.Container.EnvFrom, from => from.SecretRef is not null).SecretRef.Name);
    }

    [Theory]
    [InlineData("host-network", "Store__MasterKey Signing__Key Store__ConnectionString Redis__Configuration")]
    [InlineData("sqlite-secret", "Ice__Servers__0__Secret")]
    [InlineData("default", "")]
    public async Task A_secret_that_a_pod_needs_and_lacks_keeps_it_from_starting(string set, string needed)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Empty(made.Of<V1Secret>());
        Assert.Equal(needed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), made.Container.Env
            .Where(variable => variable.ValueFrom?.SecretKeyRef is { Optional: not true }).Select(variable => variable.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Pods_are_confined_as_in_compose(string set)
    {
        var made = await Rendered.OfAsync(set);

        var pod = made.Pod.SecurityContext;
        Assert.Equal((true, 10001L, 10001L), (pod.RunAsNonRoot, pod.RunAsUser, pod.RunAsGroup));
        Assert.Equal("RuntimeDefault", pod.SeccompProfile.Type);
        Assert.False(made.Pod.AutomountServiceAccountToken);
        Assert.All(made.Pod.Containers.Concat(made.Pod.InitContainers ?? []), container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.NotNull(container.Resources.Limits["memory"]);
            Assert.Equal(["/tmp", "/var/lib/faceauth"],
                container.VolumeMounts.Select(mount => mount.MountPath).Where(path => path is not ("/models" or "/keys")).Order());
        });
        Assert.Contains("USER 10001:10001", Checkout.Read("deploy/Dockerfile"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task A_policy_lets_video_in_from_anywhere_and_pages_from_the_ingress_alone(string set)
    {
        var made = await Rendered.OfAsync(set);
        var policies = made.Of<V1NetworkPolicy>().ToList();
        // which would promise what no policy does there
        Assert.Equal(made.Pod.HostNetwork is true, policies.Count == 0);
        if (policies.Count == 0) return;

        var spec = Assert.Single(policies).Spec;
        Assert.Equal(["Ingress", "Egress"], spec.PolicyTypes);
        Assert.All(spec.Ingress, rule => Assert.Equal(
            rule.Ports.All(port => port.Port.Value.StartsWith("media", StringComparison.Ordinal)), rule.FromProperty is null));
        Assert.Contains(spec.Ingress, rule => rule.FromProperty is null && rule.Ports.Any(port => port.Protocol == "UDP"));
        var open = spec.Egress.SelectMany(rule => rule.Ports.Select(port => port.Port.Value)).ToHashSet();
        Assert.Equal(made.Secret("Store__ConnectionString") is not null, open.Contains(set == "everything" ? "5433" : "5432"));
        Assert.Equal(made.Secret("Redis__Configuration") is not null, open.Contains("6379"));
        Assert.Contains("53", open);
        Assert.Contains("443", open);
    }

    [Fact]
    public async Task Behind_an_ingress_people_are_told_apart_and_stay_on_one_pod()
    {
        var made = await Rendered.OfAsync("everything");

        var ingress = Assert.Single(made.Of<V1Ingress>());
        Assert.Equal("cookie", ingress.GetAnnotation("nginx.ingress.kubernetes.io/affinity"));
        Assert.Equal("3600", ingress.GetAnnotation("nginx.ingress.kubernetes.io/proxy-read-timeout"));
        Assert.Equal("face.example.org", Assert.Single(Assert.Single(ingress.Spec.Tls).Hosts));
        Assert.Equal("https://face.example.org", made.Settings["Web__PublicAddress"]);
        Assert.Equal("10.244.0.0/16", made.Settings["Web__TrustedProxies__0"]);
    }
}
