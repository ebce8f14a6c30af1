using System.Security.Cryptography;

namespace FaceAuth.Media.Crypto.OpenSsl;

/// <summary>The primitives by OpenSSL 3's libcrypto, called directly.</summary>
/// <remarks>.NET's own come from the same library, but clear its error queue before each call and check a tag by an exception.</remarks>
internal sealed class OpenSslEngine : CipherEngine
{
    static readonly Lazy<(OpenSslEngine? Engine, string WhyNot)> Search = new(() => Load(Libcrypto.Load));

    readonly Libcrypto _library;

    OpenSslEngine(Libcrypto library) => _library = library;

    /// <summary>The one engine of the process; null where the library is not there or does not do what it should.</summary>
    public static OpenSslEngine? Found => Search.Value.Engine;

    /// <summary>Why there is none; empty when there is one.</summary>
    public static string WhyNot => Search.Value.WhyNot;

    /// <inheritdoc/>
    public override string Name => $"OpenSSL {_library.Version} ({Libcrypto.FileName})";

    /// <inheritdoc/>
    public override GcmKey CreateGcm(ReadOnlySpan<byte> key) => new OpenSslGcmKey(_library, key);

    /// <inheritdoc/>
    public override CounterKey CreateCounter(ReadOnlySpan<byte> key) => new OpenSslCounterKey(_library, key);

    /// <inheritdoc/>
    public override MacKey CreateMac(ReadOnlySpan<byte> key) => new OpenSslMacKey(_library, key);

    /// <summary>Loads and proves it; whatever is wrong is a reason and no exception.</summary>
    internal static (OpenSslEngine? Engine, string WhyNot) Load(Func<Libcrypto> load)
    {
        try
        {
            var engine = new OpenSslEngine(load());
            return CipherSelfTest.Passes(engine) ? (engine, "") : (null, $"{engine.Name} fails known answers");
        }
        catch (CryptographicException e)
        {
            return (null, e.Message);
        }
    }
}
