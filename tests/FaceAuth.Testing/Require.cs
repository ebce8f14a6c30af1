using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;

namespace FaceAuth.Testing;

/// <summary>What a test needs of the machine and may not find: it then fails in CI and is visibly skipped elsewhere.</summary>
public static class Require
{
    /// <summary>FFmpeg's libraries, loaded and proven.</summary>
    public static void Ffmpeg()
    {
        try
        {
            FfmpegNative.Ensure();
        }
        catch (MediaStartException missing)
        {
            throw SharedFiles.CannotRun(missing.Message);
        }
    }

    /// <summary>How to reach a real PostgreSQL server as its superuser, by FACEAUTH_POSTGRES; it names no Database.</summary>
    public static string Postgres() => Environment.GetEnvironmentVariable("FACEAUTH_POSTGRES") is { Length: > 0 } set ? set
        : throw SharedFiles.CannotRun("FACEAUTH_POSTGRES names no PostgreSQL server; eng/services starts one.");

    /// <summary>A real Redis server as Redis:Configuration takes it, by FACEAUTH_REDIS; tests share it and name their keys apart.</summary>
    public static string Redis() => Environment.GetEnvironmentVariable("FACEAUTH_REDIS") is { Length: > 0 } set ? set
        : throw SharedFiles.CannotRun("FACEAUTH_REDIS names no Redis server; eng/services starts one.");

    /// <summary>A program on the search path.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="package">The Debian package that has it.</param>
    public static void Program(string name, string package)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, name))))
            throw SharedFiles.CannotRun($"The program {name} is not installed (package {package}).");
    }
}
