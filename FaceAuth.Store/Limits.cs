using FaceAuth.Store.Contracts;

namespace FaceAuth.Store;

/// <summary>Bounds on what callers may hand in; texts in UTF-16 characters unless they say bytes.</summary>
internal static class Limits
{
    public const int Owner = 160;
    public const int ExternalId = 128;
    public const int PartyName = 128;
    public const int GroupName = IGroupStore.MostName;
    public const int ConsentVersion = 64;
    public const int Language = 35;
    public const int ModelId = 64;
    public const int NonceMin = 8;
    public const int NonceMax = 128;
    public const int Policy = 64;
    public const int Outcome = 64;
    public const int Action = 64;

    public const int Node = 64;
    public const int KeyId = 64;
    public const int Thresholds = 128;
    public const int Address = 64;
    public const int UserAgent = 256;

    /// <summary>Models that one decision names, and characters of each.</summary>
    public const int Models = 32;
    public const int ModelName = 128;

    public const int JobName = 64;
    public const int JobSlot = 200;
    public const int JobNode = 128;
    public const int JobMessage = 1024;
    public const int JobCursor = 512;

    /// <summary>What a job is told, UTF-8 bytes.</summary>
    public const int JobParametersBytes = IJobRunStore.MostParametersBytes;

    /// <summary>Reason codes of one session.</summary>
    public const int Reasons = 32;

    /// <summary>UTF-8 bytes.</summary>
    public const int AuditDetailsBytes = 4096;

    /// <summary>A verdict or a session's scores, UTF-8 bytes.</summary>
    public const int SessionTextBytes = 16 * 1024;

    /// <summary>A session's course, UTF-8 bytes.</summary>
    public const int CourseBytes = ISessionCourses.MostBytes;

    /// <summary>Rows that one list call returns.</summary>
    public const int ListCount = 1000;

    /// <summary>Subjects that one search returns.</summary>
    public const int NearestCount = 100;

    /// <summary>Templates in one call.</summary>
    public const int TemplatesPerCall = 64;

    /// <summary>Subjects put into a group in one call.</summary>
    public const int MembersPerCall = 1000;

    /// <summary>Groups of one owner.</summary>
    public const int GroupsPerOwner = 1000;

    /// <summary>Keys that one relying party may hold at a time.</summary>
    public const int KeysPerParty = 32;

    /// <summary>Scopes of one key, with spaces between them.</summary>
    public const int Scopes = 256;

    /// <summary>Sign-ins that one user may have at a time.</summary>
    public const int SignInsPerUser = 32;

    /// <summary>Passkeys of one user.</summary>
    public const int PasskeysPerUser = 16;

    /// <summary>What a user calls a passkey.</summary>
    public const int PasskeyName = 64;

    /// <summary>Characters of a keyed hash in Base64.</summary>
    public const int Hash = 44;

    /// <summary>Places that one user's sign-ins are known from at a time.</summary>
    public const int PlacesPerUser = 8;

    /// <summary>Hexadecimal digits of a place's keyed hash.</summary>
    public const int Place = 32;

    /// <summary>Endpoints of one relying party.</summary>
    public const int WebhooksPerOwner = 16;
    public const int Url = 2048;
    public const int EventType = 64;

    public const int IdempotencyKey = 255;
    public const int Question = 128;

    /// <summary>An answer that is kept, UTF-8 bytes.</summary>
    public const int AnswerBytes = 64 * 1024;

    public const int DimensionMin = 16;
    public const int DimensionMax = 2048;
}
