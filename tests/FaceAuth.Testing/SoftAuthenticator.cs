using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaceAuth.Testing;

/// <summary>An authenticator and its browser in software (WebAuthn level 3), with one passkey; it lies where a test tells it to.</summary>
public sealed class SoftAuthenticator(string origin) : IDisposable
{
    const byte UserPresent = 0x01;
    const byte UserVerified = 0x04;
    const byte HasCredential = 0x40;

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    string? _user;

    /// <summary>The passkey's id.</summary>
    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>How often it has signed.</summary>
    public uint Counter { get; set; } = 1;

    /// <summary>Whether it says that it verified the person.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>What the browser says the page's origin is.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>Whose it says it is; null for whom it was made for.</summary>
    public string? UserHandle { get; set; }

    /// <summary>Makes the passkey, as <c>navigator.credentials.create</c>.</summary>
    public JsonObject Create(JsonElement options)
    {
        _user = options.GetProperty("user").GetProperty("id").GetString();
        var data = Data(options.GetProperty("rp").GetProperty("id").GetString()!, HasCredential);
        byte[] attestation =
            [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, .. Blob(data)];
        return Credential(new()
        {
            ["clientDataJSON"] = Text(ClientData("webauthn.create", options)),
            ["attestationObject"] = Text(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Signs with it, as <c>navigator.credentials.get</c>.</summary>
    public JsonObject Get(JsonElement options)
    {
        var data = Data(options.GetProperty("rpId").GetString()!, 0);
        var client = ClientData("webauthn.get", options);
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new()
        {
            ["clientDataJSON"] = Text(client),
            ["authenticatorData"] = Text(data),
            ["signature"] = Text(signature),
            ["userHandle"] = UserHandle ?? _user,
        });
    }

    public void Dispose() => _key.Dispose();

    JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Text(CredentialId),
        ["rawId"] = Text(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    byte[] ClientData(string type, JsonElement options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options.GetProperty("challenge").GetString(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    /// <summary>Authenticator data (§6.1): hash of the RP id, flags, counter, and where it is made the credential.</summary>
    byte[] Data(string party, byte flags)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        flags |= (byte)(UserPresent | (Verifies ? UserVerified : 0));
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(party)), flags, .. counter];
        if ((flags & HasCredential) == 0) return head;
        var point = _key.ExportParameters(false).Q;
        return
        [
            .. head, .. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId,
            // COSE key: EC2, ES256, P-256 (RFC 9053 §2.1, §7.1)
            0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. Blob(point.X!), 0x22, .. Blob(point.Y!),
        ];
    }

    static byte[] Blob(byte[] bytes) => [0x58, checked((byte)bytes.Length), .. bytes];

    static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
