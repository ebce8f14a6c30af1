using FaceAuth.Signaling.OpenApi;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>A name and a password, as <see cref="LegacyFields"/> reads them.</summary>
internal sealed record LegacyLogin(
    [Field("The user's name, or an e-mail address.", Most = 128)] string? Email,
    [Field("The same, where there is no email.", Most = 128)] string? Username,
    [Field("10 to 256 characters.", Most = 256, Required = true)] string Password)
{
    /// <summary>Never prints either.</summary>
    public override string ToString() => "LegacyLogin { ‹private› }";
}

/// <summary>A refresh token, as <see cref="LegacyFields"/> reads it.</summary>
internal sealed record LegacyRefresh(
    [Field("The one that came last.", Most = 4096)] string? Refresh,
    [Field("The same, where there is no refresh.", Most = 4096)] string? RefreshToken)
{
    /// <summary>Never prints the token.</summary>
    public override string ToString() => "LegacyRefresh { ‹private› }";
}

/// <summary>Whom an enrolment is for.</summary>
internal sealed record LegacyWho(
    [Field("The subject's name; for relying parties. A signed-in user means themself.", Most = 128)] string? UserId,
    [Field("The version of the text that the person agreed to.", Most = 64)] string? ConsentVersion);

/// <summary>A picture.</summary>
internal sealed record LegacyFrame(
    [Field("JPEG or PNG: a data URL, base64, or a file in a form. `frame` and `image` are the same.",
        Most = 11_184_876, Required = true)] string FrameData,
    [Field("The subject's name; for relying parties.", Most = 128)] string? UserId,
    [Field("The version of the text that the person agreed to.", Most = 64)] string? ConsentVersion);

/// <summary>A browser's offer.</summary>
internal sealed record LegacyOffer(
    [Field("The browser's session description.", Most = 65536, Required = true)] string Sdp,
    [Field("What it is.", OneOf = "offer")] string? Type,
    [Field("What it is for; left out, authentication.", OneOf = "authentication enrollment")] string? SessionType,
    [Field("The subject's name; for relying parties.", Most = 128)] string? UserId,
    [Field("The version of the text that the person agreed to.", Most = 64)] string? ConsentVersion);

/// <summary>A candidate, which is taken and ignored.</summary>
internal sealed record LegacyCandidate(
    [Field("The candidate, as browsers write it.", Most = 4096)] string? Candidate);
