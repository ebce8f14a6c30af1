namespace FaceAuth.Signaling.Hosting;

/// <summary>Starts the configuration of a host.</summary>
internal static class HostSetup
{
    /// <summary>A builder whose pages and appsettings.json are found beside the program, from whatever folder it is started in.</summary>
    /// <remarks>Unless the settings or the environment name another content root.</remarks>
    /// <param name="settings">"--Section:Name value" and "--Section:Name=value"; they win over files and environment.</param>
    public static WebApplicationBuilder Create(string[] settings)
    {
        var host = new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_")
            .AddCommandLine(settings).Build();
        var named = host[WebHostDefaults.ContentRootKey];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = named ?? AppContext.BaseDirectory,
        });
        if (named is null)
            builder.Configuration.AddInMemoryCollection(
                CertificatePaths.Whole(builder.Configuration, Directory.GetCurrentDirectory(), AppContext.BaseDirectory));

        // else the address in appsettings.json would win over the framework's own variable for it
        if (host[WebHostDefaults.ServerUrlsKey] is { } urls && Environment.GetEnvironmentVariable(WebHostDefaults.ServerUrlsKey) is null)
            builder.Configuration.AddInMemoryCollection([new(WebHostDefaults.ServerUrlsKey, urls)]);
        return builder;
    }
}
