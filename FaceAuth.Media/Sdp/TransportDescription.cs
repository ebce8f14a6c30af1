using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>The ICE and DTLS attributes of a session or of one media section; null where not given there.</summary>
internal sealed class TransportDescription
{
    internal string? UsernameFragment { get; set; }

    internal string? Password { get; set; }

    /// <summary>The first fingerprint whose hash is strong enough.</summary>
    internal DtlsFingerprint? Fingerprint { get; set; }

    internal SetupRole? Setup { get; set; }

    /// <summary>Reads one attribute; false when it is none of the transport's.</summary>
    internal bool TryTake(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "ice-ufrag":
                UsernameFragment = value.Length <= IceCredentials.MaxLength ? value.ToString() : "";
                return true;
            case "ice-pwd":
                Password = value.Length <= IceCredentials.MaxLength ? value.ToString() : "";
                return true;
            case "fingerprint":
                if (Fingerprint is null && DtlsFingerprint.TryParse(value, out var fingerprint)) Fingerprint = fingerprint;
                return true;
            case "setup":
                Setup = value switch
                {
                    "active" => SetupRole.Active,
                    "passive" => SetupRole.Passive,
                    "actpass" => SetupRole.ActPass,
                    "holdconn" => SetupRole.HoldConn,
                    _ => SetupRole.Unknown,
                };
                return true;
            default:
                return false;
        }
    }
}
