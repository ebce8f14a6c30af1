using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Security;

/// <summary>
/// The deployment's ES256 key: signs verdicts, session tokens and users' tokens, which differ in <c>typ</c> and audience.
/// </summary>
/// <remarks>Its id is the RFC 7638 thumbprint. Safe from many threads.</remarks>
internal sealed class SigningKey : IDisposable
{
    const string FileName = "signing-key.pem";
    const string P256 = "1.2.840.10045.3.1.7";
    const int LockTries = 500;
    static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(10);

    readonly ECDsa _key;

    SigningKey(ECDsa key)
    {
        _key = key;
        Key = new ECDsaSecurityKey(key);
        Public = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(key.ExportParameters(false))));
        Id = Base64UrlEncoder.Encode(Public.ComputeJwkThumbprint());
        Key.KeyId = Id;
        Credentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256);
    }

    /// <summary>RFC 7638 thumbprint, base64url.</summary>
    public string Id { get; }

    /// <summary>For checking signatures.</summary>
    public ECDsaSecurityKey Key { get; }

    /// <summary>For making signatures.</summary>
    public SigningCredentials Credentials { get; }

    /// <summary>The public half.</summary>
    public JsonWebKey Public { get; }

    /// <summary>Loads the key the options name, or the data directory's own, which is created when absent.</summary>
    /// <exception cref="InvalidOperationException">There is no usable key; the message says what to do.</exception>
    public static SigningKey Load(SigningOptions options, string dataDirectory)
    {
        if (!string.IsNullOrWhiteSpace(options.Key)) return Parse(options.Key, "Signing:Key");
        if (!string.IsNullOrWhiteSpace(options.KeyFile)) return Parse(Read(options.KeyFile), options.KeyFile);
        var path = Path.Combine(dataDirectory, FileName);
        return Parse(File.Exists(path) ? Read(path) : Create(path), path);
    }

    /// <summary>A key of this process alone, for who signs nothing.</summary>
    public static SigningKey Passing() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>ES256 over SHA-256: 64 bytes, r then s (RFC 7518 §3.4).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>A secret that every node with this key has, for names outside that nobody else shall read.</summary>
    public byte[] DeriveNameKey() => Derive("FaceAuth names of shared state v1"u8);

    /// <summary>A secret that every node with this key has, for what browsers keep and bring back.</summary>
    public byte[] DeriveFormKey() => Derive("FaceAuth forms and circuits v1"u8);

    byte[] Derive(ReadOnlySpan<byte> use)
    {
        var secret = _key.ExportParameters(includePrivateParameters: true).D!;
        try
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: use.ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    static SigningKey Parse(string pem, string from)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            if (parameters.Curve.Oid.Value != P256) throw new CryptographicException("The curve is not P-256.");
            return new SigningKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidOperationException(
                $"The signing key in {from} is not an ECDSA P-256 private key in PEM. Make one with: "
                + "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out signing-key.pem", e);
        }
    }

    static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The signing key {path} cannot be read ({e.Message.TrimEnd('.')}). Set Signing:KeyFile to a readable file.", e);
        }
    }

    /// <summary>Writes a new key so that of two processes that start at once both use the same one.</summary>
    static string Create(string path)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var guard = path + ".lock";
            using (Lock(guard))   // File.Move looks whether there is a file and then renames: two could both find none
            {
                if (!File.Exists(path)) Write(path);
                File.Delete(guard);   // whoever waited for it finds the key
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The signing key cannot be written to {path} ({e.Message.TrimEnd('.')}). "
                + "Make the data directory writable or set Signing:KeyFile.", e);
        }

        return Read(path);
    }

    static FileStream Lock(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < LockTries)
            {
                Thread.Sleep(LockPause);   // at the start of the program, before anything is served
            }
        }
    }

    static void Write(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, options)) writer.Write(key.ExportPkcs8PrivateKeyPem());
        File.Move(temporary, path, overwrite: false);   // whole or not at all
    }

    static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
