using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace FaceAuth.Aspire.Hosting;

/// <summary>A FaceAuth server in a container of an Aspire application.</summary>
/// <param name="name">Its name in the application.</param>
/// <param name="masterKey">What the stored faces are sealed with: 32 bytes in base64. Lost, they are lost.</param>
/// <param name="operatorKey">Opens the console and the operator's API: 32 characters at least.</param>
public sealed class FaceAuthResource(string name, ParameterResource masterKey, ParameterResource operatorKey)
    : ContainerResource(name), IResourceWithServiceDiscovery
{
    internal const string HttpEndpoint = "http", MediaEndpoint = "media";

    /// <summary>What the stored faces are sealed with.</summary>
    public ParameterResource MasterKey { get; } = masterKey;

    /// <summary>Opens the console and the operator's API.</summary>
    public ParameterResource OperatorKey { get; } = operatorKey;

    /// <summary>API, hub and pages.</summary>
    public EndpointReference Http => new(this, HttpEndpoint);

    /// <summary>Where browsers send their video, by UDP.</summary>
    public EndpointReference Media => new(this, MediaEndpoint);
}
