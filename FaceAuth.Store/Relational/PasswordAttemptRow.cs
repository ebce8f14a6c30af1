using FaceAuth.Store.Accounts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>Wrong passwords in a row for one account, from one known place or from all that are not. It goes with its user.</summary>
internal sealed class PasswordAttemptRow
{
    public Guid UserId { get; set; }

    public FaceAuthUser? User { get; set; }

    /// <summary>Keyed hash of the place in hexadecimal; empty for all that are not known.</summary>
    public string Place { get; set; } = "";

    public int Wrong { get; set; }

    /// <summary>Before it no attempt is made.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>When it was last tried, right or wrong.</summary>
    public DateTimeOffset TriedAt { get; set; }

    public static void Configure(EntityTypeBuilder<PasswordAttemptRow> row)
    {
        row.HasKey(a => new { a.UserId, a.Place });
        row.Property(a => a.Place).HasMaxLength(Limits.Place);
        row.HasOne(a => a.User).WithMany().HasForeignKey(a => a.UserId);
        row.HasIndex(a => a.TriedAt);
    }
}
