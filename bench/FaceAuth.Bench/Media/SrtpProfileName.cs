namespace FaceAuth.Bench.Media;

/// <summary>The SRTP profiles, as a parameter that BenchmarkDotNet can see.</summary>
public enum SrtpProfileName
{
    /// <summary>AES-128-GCM.</summary>
    Gcm,

    /// <summary>AES-128 in counter mode with HMAC-SHA1-80.</summary>
    Cm,
}
