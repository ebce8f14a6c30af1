using k8s.Models;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>Where a pod of the chart says that its video goes, and what leads it there.</summary>
public sealed class ChartMediaTests
{
    [Theory]
    [InlineData("default", 0, "198.51.100.4", "198.51.100.4:31700")]
    [InlineData("node-port", 3, "198.51.100.4", "198.51.100.4:32003")]
    [InlineData("node-port", 0, "2001:db8::1", "[2001:db8::1]:32000")]
    [InlineData("load-balancer", 0, "10.0.0.1", "203.0.113.7:7000")]
    [InlineData("load-balancer", 1, "10.0.0.1", "[2001:db8::7]:7000")]
    [InlineData("everything", 3, "10.0.0.1", "203.0.113.4:7443")]
    public async Task A_pod_announces_the_address_that_its_own_Service_has(string set, int number, string host, string announced)
    {
        var made = await Rendered.OfAsync(set);

        var command = made.Container.Command;
        var script = command[^1].Replace("exec /opt/faceauth/run serve", "echo $Media__PublicAddresses__0", StringComparison.Ordinal);
        var (code, output) = await Checkout.RunAsync(
            1, "env", [$"POD_NAME={made.Servers.Name()}-{number}", $"HOST_IP={host}", .. command.SkipLast(1), script]);

        Assert.Equal((0, announced + "\n"), (code, output));
        Assert.EndsWith("exec /opt/faceauth/run serve\n", command[^1], StringComparison.Ordinal);
        var service = made.Of<V1Service>().Single(one => one.Name() == $"{made.Servers.Name()}-media-{number}");
        Assert.Equal($"{made.Servers.Name()}-{number}", service.Spec.Selector["statefulset.kubernetes.io/pod-name"]);
        Assert.Equal("Local", service.Spec.ExternalTrafficPolicy);
        var port = service.Spec.Ports.Single(one => one.Protocol == "UDP");
        var address = service.Spec.LoadBalancerIP ?? service.GetAnnotation("metallb.io/loadBalancerIPs") ?? host;
        Assert.Equal(announced, $"{(address.Contains(':') ? $"[{address}]" : address)}:{port.NodePort ?? port.Port}");
    }

    [Theory]
    [InlineData("default", 1)]
    [InlineData("everything", 4)]
    [InlineData("key-files", 12)]
    public async Task A_pod_that_drains_after_replicas_were_lowered_keeps_its_Service(string set, int services)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Equal(services, made.Of<V1Service>().Count(one => one.Name().Contains("-media-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("host-network")]
    [InlineData("sqlite-secret")]
    public async Task Without_a_Service_of_its_own_a_pod_is_started_as_the_image_says(string set)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Null(made.Container.Command);
        Assert.Equal(["serve"], made.Container.Args);
        Assert.DoesNotContain(made.Of<V1Service>(), service => service.Name().Contains("-media-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_its_hosts_network_a_pod_binds_and_tells_the_hosts_address_alone()
    {
        var made = await Rendered.OfAsync("host-network");

        Assert.True(made.Pod.HostNetwork);
        Assert.Equal("ClusterFirstWithHostNet", made.Pod.DnsPolicy);
        Assert.Equal("$(HOST_IP)", made.Variable("Media__Addresses__0"));
        Assert.Equal("status.hostIP", made.Container.Env.Single(variable => variable.Name == "HOST_IP").ValueFrom.FieldRef.FieldPath);
    }

    [Theory]
    [InlineData("node-port", "http://$(POD_IP):8080")]
    [InlineData("everything", "http://[$(POD_IP)]:8080")]
    [InlineData("default", null)]
    public async Task Other_nodes_find_a_pod_by_its_own_address(string set, string? address)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Equal(address, made.Variable("Redis__NodeAddress"));
        Assert.Equal("status.podIP", made.Container.Env.Single(variable => variable.Name == "POD_IP").ValueFrom.FieldRef.FieldPath);
        // what is put into another's value stands before it
        var names = made.Container.Env.Select(variable => variable.Name).ToList();
        Assert.True(address is null || names.IndexOf("POD_IP") < names.IndexOf("Redis__NodeAddress"));
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("everything", true)]
    [InlineData("node-port", false)]
    [InlineData("sqlite-secret", false)]
    public async Task Faces_lie_on_a_volume_where_there_is_no_database(string set, bool claims)
    {
        var made = await Rendered.OfAsync(set);

        Assert.Equal(claims, made.Servers.Spec.VolumeClaimTemplates is { Count: 1 });
        var volumes = made.Pod.Volumes.Where(volume => volume.Name == "data").ToList();
        Assert.Equal(claims, volumes.Count == 0);
        Assert.Equal(set == "sqlite-secret" ? "faces" : null, volumes.SingleOrDefault()?.PersistentVolumeClaim?.ClaimName);
        Assert.StartsWith("/var/lib/faceauth/", made.Settings["Store__Directory"], StringComparison.Ordinal);
    }
}
