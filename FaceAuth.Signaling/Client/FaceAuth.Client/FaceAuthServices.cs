using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FaceAuth.Client;

/// <summary>Adds the client to a host.</summary>
public static class FaceAuthServices
{
    const string Sessions = "FaceAuth.Client", Keys = "FaceAuth.Client keys";

    /// <summary>Adds <see cref="FaceAuthClient"/> and <see cref="VerdictVerifier"/>.</summary>
    /// <remarks>
    /// Nothing is tried again unless the returned builder is told so. All that is asked may be: a new session carries a key by which the
    /// server knows a repeated request.
    /// </remarks>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets server and key; what is wrong is told when one of both is first asked for.</param>
    public static IHttpClientBuilder AddFaceAuthClient(this IServiceCollection services, Action<FaceAuthClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<FaceAuthClientOptions>().Configure(configure);
        services.AddSingleton<IValidateOptions<FaceAuthClientOptions>, Checks>();
        services.AddHttpClient(Keys, (provider, http) => http.BaseAddress = FaceAuthClient.BaseOf(Of(provider).Server!))
            .ConfigurePrimaryHttpMessageHandler(Plain);
        services.AddSingleton(provider => new VerdictVerifier(
            () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Keys), Of(provider).Issuer,
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return services.AddHttpClient(Sessions, (provider, http) => FaceAuthClient.Prepare(http, Of(provider)))
            .ConfigurePrimaryHttpMessageHandler(Plain).AddTypedClient(http => new FaceAuthClient(http));
    }

    /// <summary>Follows no redirect: it would take the key along.</summary>
    static SocketsHttpHandler Plain() =>
        new() { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    static FaceAuthClientOptions Of(IServiceProvider provider) => provider.GetRequiredService<IOptions<FaceAuthClientOptions>>().Value;

    sealed class Checks : IValidateOptions<FaceAuthClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, FaceAuthClientOptions options)
        {
            var faults = options.Validate(new ValidationContext(options)).Select(fault => fault.ErrorMessage!).ToList();
            return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
        }
    }
}
