namespace FaceAuth.Signaling.Security;

/// <summary>Loads the signing key at start, after the store made its folder: a bad key stops the start, not the first request.</summary>
internal sealed class SigningKeyCheck(IServiceProvider services) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<SigningKey>();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
