using FaceAuth.Store.Accounts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>A link that sets a user's password anew, once; a user has one at most. It goes with its user.</summary>
internal sealed class PasswordResetRow
{
    public Guid UserId { get; set; }

    public FaceAuthUser? User { get; set; }

    /// <summary>Keyed hash of the link's secret, its user and the time when it runs out.</summary>
    public string Hash { get; set; } = "";

    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<PasswordResetRow> row)
    {
        row.HasKey(r => r.UserId);
        row.Property(r => r.Hash).HasMaxLength(Limits.Hash);
        row.HasOne(r => r.User).WithMany().HasForeignKey(r => r.UserId);
    }
}
