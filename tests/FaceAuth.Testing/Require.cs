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
}
