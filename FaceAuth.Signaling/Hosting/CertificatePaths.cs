namespace FaceAuth.Signaling.Hosting;

/// <summary>Lets relative paths of certificates start where the server was started, as whoever types them sees it.</summary>
/// <remarks>
/// The web server by itself looks beside the program, in a build's folder. What is there is taken where the other is not, so that
/// settings in the appsettings.json beside the program go on.
/// </remarks>
internal static class CertificatePaths
{
    static readonly string[] Names = ["Path", "KeyPath"];

    /// <summary>The settings that name certificates by relative paths, with whole ones.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="started">The folder that it was started in.</param>
    /// <param name="program">The folder of the program.</param>
    public static Dictionary<string, string?> Whole(IConfiguration configuration, string started, string program)
    {
        var whole = new Dictionary<string, string?>();
        foreach (var section in CertificateFault.Sections(configuration.GetSection("Kestrel")))
        {
            foreach (var name in Names)
            {
                if (section[name] is not { Length: > 0 } path || Path.IsPathRooted(path)) continue;
                var (here, there) = (Path.Combine(started, path), Path.Combine(program, path));
                whole[$"{section.Path}:{name}"] = File.Exists(there) && !File.Exists(here) ? there : here;
            }
        }

        return whole;
    }
}
