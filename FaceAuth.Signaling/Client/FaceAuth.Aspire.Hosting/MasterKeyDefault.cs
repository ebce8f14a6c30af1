using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;

namespace FaceAuth.Aspire.Hosting;

/// <summary>A new master key, for where none is given; kept in the application host's user secrets.</summary>
internal sealed class MasterKeyDefault : ParameterDefault
{
    /// <inheritdoc/>
    public override string GetDefaultValue() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is published asks for the key: base64 of 32 bytes has 44 characters, which a generated word would not be.</summary>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
    }
}
