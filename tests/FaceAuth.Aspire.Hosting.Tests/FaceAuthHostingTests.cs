using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Aspire.Hosting.Tests;

/// <summary>What an application is made of, without a container engine: none runs here.</summary>
public sealed class FaceAuthHostingTests
{
    readonly IDistributedApplicationBuilder _application =
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

    [Fact]
    public void It_is_the_image_of_this_version_with_its_ports_and_a_volume()
    {
        var server = _application.AddFaceAuth("face", httpPort: 8088, mediaPort: 7100).Resource;

        var image = Assert.Single(server.Annotations.OfType<ContainerImageAnnotation>());
        Assert.Equal(("faceauth", typeof(FaceAuthHosting).Assembly.GetName().Version!.ToString(3)), (image.Image, image.Tag));
        var ports = server.Annotations.OfType<EndpointAnnotation>().ToDictionary(port => port.Name);
        Assert.Equal((8088, 8080, ProtocolType.Tcp), (ports["http"].Port, ports["http"].TargetPort, ports["http"].Protocol));
        // what stands in an answer is where the browser sends: nobody may stand between, and the number has to be the same
        Assert.Equal((7100, 7100, ProtocolType.Udp, false),
            (ports["media"].Port, ports["media"].TargetPort, ports["media"].Protocol, ports["media"].IsProxied));
        var volume = Assert.Single(server.Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal(("face-data", "/var/lib/faceauth"), (volume.Source, volume.Target));
        Assert.Single(server.Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task Its_secrets_are_parameters_that_are_made_as_the_server_takes_them()
    {
        var server = _application.AddFaceAuth("face").Resource;

        Assert.True(server.MasterKey.Secret && server.OperatorKey.Secret);
        Assert.Equal(32, Convert.FromBase64String((await server.MasterKey.GetValueAsync(default))!).Length);
        Assert.InRange((await server.OperatorKey.GetValueAsync(default))!.Length, 32, 128);
        var environment = await EnvironmentOf(server);
        Assert.Equal(await server.MasterKey.GetValueAsync(default), environment["Store__MasterKey"]);
        Assert.Equal(await server.OperatorKey.GetValueAsync(default), environment["Operator__Key"]);
    }

    [Fact]
    public async Task Secrets_of_the_application_are_taken_instead()
    {
        _application.Configuration["Parameters:seal"] = Convert.ToBase64String(new byte[32]);
        var server = _application.AddFaceAuth("face", masterKey: _application.AddParameter("seal", secret: true)).Resource;

        Assert.Equal(Convert.ToBase64String(new byte[32]), (await EnvironmentOf(server))["Store__MasterKey"]);
    }

    [Fact]
    public async Task PostgreSQL_and_Redis_are_told_and_waited_for()
    {
        _application.Configuration["ConnectionStrings:faces"] = "Host=database;Database=faces";
        _application.Configuration["ConnectionStrings:shared"] = "redis:6379,password=x";
        var server = _application.AddFaceAuth("face", mediaPort: 7100, publicAddress: "203.0.113.7")
            .WithPostgres(_application.AddConnectionString("faces")).WithRedis(_application.AddConnectionString("shared")).Resource;

        var environment = await EnvironmentOf(server);

        Assert.Equal(("PostgreSql", "Host=database;Database=faces", "redis:6379,password=x", "7100", "203.0.113.7"),
            (environment["Store__Provider"], environment["Store__ConnectionString"], environment["Redis__Configuration"],
                environment["Media__Port"], environment["Media__PublicAddresses__0"]));
        Assert.Equal(["faces", "shared"], server.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name));
    }

    [Theory]
    [InlineData("faceauth.example.org")]
    [InlineData("::1")]
    public void An_address_that_is_none_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => _application.AddFaceAuth("face", publicAddress: address));

    [Theory]
    [InlineData(0)]
    [InlineData(65536)]
    public void A_port_that_is_none_is_refused(int port) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _application.AddFaceAuth("face", mediaPort: port));

    async Task<Dictionary<string, string>> EnvironmentOf(FaceAuthResource server)
    {
        var configuration = await ExecutionConfigurationBuilder.Create(server).WithEnvironmentVariablesConfig()
            .BuildAsync(_application.ExecutionContext, NullLogger.Instance, default);
        return configuration.EnvironmentVariables.ToDictionary(variable => variable.Key, variable => variable.Value);
    }
}
