using System.Text.Json.Serialization;

namespace FaceAuth.Client;

/// <summary>What a session is for.</summary>
[JsonConverter(typeof(PurposeConverter))]
public enum SessionPurpose
{
    /// <summary>A face is taken in for a subject.</summary>
    Enroll,

    /// <summary>Whether this is the subject.</summary>
    Verify,

    /// <summary>Which subject this is.</summary>
    Identify,
}
