using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>Failed attempts of one holder, for one purpose and under one policy or stricter. It goes with its subject or user.</summary>
internal sealed class FaceAttemptRow
{
    public Guid Id { get; set; }

    public AttemptScope Scope { get; set; }

    /// <summary>The holder's id, or a keyed hash of their address, in hexadecimal.</summary>
    public string Holder { get; set; } = "";

    public SessionPurpose Purpose { get; set; }

    /// <summary>Of the policy, 0 for the mildest.</summary>
    public int Rank { get; set; }

    /// <summary>The holder where that is a subject.</summary>
    public Guid? SubjectId { get; set; }

    public SubjectRow? Subject { get; set; }

    /// <summary>The holder where that is a user.</summary>
    public Guid? UserId { get; set; }

    public FaceAuthUser? User { get; set; }

    public int Failures { get; set; }

    /// <summary>When the last attempt was counted.</summary>
    public DateTimeOffset TriedAt { get; set; }

    /// <summary>Since when a shared count forgets what it holds.</summary>
    public DateTimeOffset CountedAt { get; set; }

    /// <summary>When it was last told that the count is full.</summary>
    public DateTimeOffset? WalledAt { get; set; }

    /// <summary>Over all of it.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<FaceAttemptRow> row)
    {
        row.Property(a => a.Holder).HasMaxLength(Limits.Place);
        row.HasOne(a => a.Subject).WithMany().HasForeignKey(a => a.SubjectId).OnDelete(DeleteBehavior.Cascade);
        row.HasOne(a => a.User).WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
        row.HasIndex(a => new { a.Scope, a.Holder, a.Purpose, a.Rank }).IsUnique();
        row.HasIndex(a => a.TriedAt);
    }
}
