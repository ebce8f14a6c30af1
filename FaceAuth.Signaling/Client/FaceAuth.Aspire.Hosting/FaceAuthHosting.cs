using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace FaceAuth.Aspire.Hosting;

/// <summary>Adds FaceAuth servers to an Aspire application.</summary>
public static class FaceAuthHosting
{
    const string Image = "faceauth", Data = "/var/lib/faceauth";
    const int Port = 8080;

    /// <summary>The version that this package was made with, and so the image's tag.</summary>
    static readonly string Version = typeof(FaceAuthHosting).Assembly.GetName().Version!.ToString(3);

    /// <summary>Adds a server in a container, with SQLite on a volume of its own until <see cref="WithPostgres"/> says otherwise.</summary>
    /// <remarks>
    /// It is healthy when <c>/health/ready</c> says so. The image is built from the repository (<c>deploy/Dockerfile</c>); name another by
    /// <c>WithImage</c> and <c>WithImageRegistry</c>.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="name">The server's name in it.</param>
    /// <param name="httpPort">Where this machine reaches API and pages; null for any free port.</param>
    /// <param name="mediaPort">
    /// The UDP port to which browsers send video: the same inside and outside, since it stands in each answer. 1 to 65535.
    /// </param>
    /// <param name="publicAddress">The IPv4 address by which browsers reach this machine.</param>
    /// <param name="masterKey">A secret of 32 bytes in base64; null for one that is made and kept in the user secrets.</param>
    /// <param name="operatorKey">A secret of 32 characters at least; null for one that is made.</param>
    /// <exception cref="ArgumentException">The address is no IPv4 address.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The media port is none.</exception>
    public static IResourceBuilder<FaceAuthResource> AddFaceAuth(
        this IDistributedApplicationBuilder builder, string name, int? httpPort = null, int mediaPort = 7000,
        string publicAddress = "127.0.0.1", IResourceBuilder<ParameterResource>? masterKey = null,
        IResourceBuilder<ParameterResource>? operatorKey = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(mediaPort, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mediaPort, ushort.MaxValue);
        if (!System.Net.IPAddress.TryParse(publicAddress, out var address) || address.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException("Name the IPv4 address by which browsers reach this machine.", nameof(publicAddress));
        var master = masterKey?.Resource
            ?? builder.AddParameter($"{name}-master-key", new MasterKeyDefault(), secret: true, persist: true).Resource;
        var word = new GenerateParameterDefault { MinLength = 44, Special = false };
        var key = operatorKey?.Resource
            ?? builder.AddParameter($"{name}-operator-key", word, secret: true, persist: true).Resource;
        return builder.AddResource(new FaceAuthResource(name, master, key))
            .WithImage(Image, Version)
            .WithHttpEndpoint(port: httpPort, targetPort: Port, name: FaceAuthResource.HttpEndpoint)
            .WithEndpoint(
                port: mediaPort, targetPort: mediaPort, scheme: "udp", name: FaceAuthResource.MediaEndpoint, isProxied: false,
                isExternal: true, protocol: ProtocolType.Udp)
            .WithHttpHealthCheck("/health/ready", endpointName: FaceAuthResource.HttpEndpoint)
            .WithVolume($"{name}-data", Data)
            .WithEnvironment("Media__Port", mediaPort.ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("Media__PublicAddresses__0", publicAddress)
            .WithEnvironment("Web__PlainSockets", "true")   // what comes by the container's port is not from its own loopback
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["Store__MasterKey"] = master;
                context.EnvironmentVariables["Operator__Key"] = key;
            });
    }

    /// <summary>Stores in a database of PostgreSQL with the extension pgvector, such as the image pgvector/pgvector has it.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="database">What <c>AddPostgres(…).AddDatabase(…)</c> gives. It is waited for.</param>
    public static IResourceBuilder<FaceAuthResource> WithPostgres(
        this IResourceBuilder<FaceAuthResource> builder, IResourceBuilder<IResourceWithConnectionString> database)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(database);
        return builder.WithEnvironment("Store__Provider", "PostgreSql")
            .WithEnvironment("Store__ConnectionString", database.Resource.ConnectionStringExpression)
            .WaitFor(database);
    }

    /// <summary>Shares limits and the hub's messages with other servers by Redis.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="redis">What <c>AddRedis(…)</c> gives. It is waited for.</param>
    public static IResourceBuilder<FaceAuthResource> WithRedis(
        this IResourceBuilder<FaceAuthResource> builder, IResourceBuilder<IResourceWithConnectionString> redis)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(redis);
        return builder.WithEnvironment("Redis__Configuration", redis.Resource.ConnectionStringExpression).WaitFor(redis);
    }
}
