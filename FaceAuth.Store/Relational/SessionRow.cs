using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One session as stored. It names its subject but does not hold it.</summary>
/// <remarks>The record outlives an erased subject, but for the verdict.</remarks>
internal sealed class SessionRow : IAuthenticatedRow
{
    public Guid Id { get; set; }

    public string Owner { get; set; } = "";

    public SessionPurpose Purpose { get; set; }

    public Guid? SubjectId { get; set; }

    /// <summary>The group that an identify searches; null for all of the owner's subjects.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>The sign-in of the user who made it; null of a relying party's, and in rows of versions that had none.</summary>
    public Guid? SignInId { get; set; }

    /// <summary>The API key that it was made with; null of a user's, and in rows of versions that had none.</summary>
    public Guid? KeyId { get; set; }

    public string Nonce { get; set; } = "";

    public string Policy { get; set; } = "";

    public SessionState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? Outcome { get; set; }

    /// <summary>Reason codes as a JSON array of strings; null for none.</summary>
    public string? Reasons { get; set; }

    /// <summary>The verdict, sealed: it is signed with the subject's name in it.</summary>
    public byte[]? SealedVerdict { get; set; }

    /// <summary>The verdict as earlier versions stored it; null once it is sealed.</summary>
    public string? ClearVerdict { get; set; }

    public string? ScoresJson { get; set; }

    /// <summary>What happened in it and when, sealed and bound to the row; null where nothing was told.</summary>
    public byte[]? SealedTimeline { get; set; }

    /// <summary>Keyed authenticator over the other fields but verdicts and timeline; empty in rows of versions that had none.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<SessionRow> row)
    {
        row.Property(s => s.Owner).HasMaxLength(Limits.Owner);
        row.Property(s => s.Nonce).HasMaxLength(Limits.NonceMax);
        row.Property(s => s.Policy).HasMaxLength(Limits.Policy);
        row.Property(s => s.Outcome).HasMaxLength(Limits.Outcome);
        row.HasIndex(s => new { s.State, s.ExpiresAt });
        row.HasIndex(s => s.EndedAt);
        row.HasIndex(s => new { s.Owner, s.Id });   // lists are read in this order
        row.HasIndex(s => new { s.SubjectId, s.Id });
    }
}
