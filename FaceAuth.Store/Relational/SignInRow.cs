using FaceAuth.Store.Accounts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One sign-in as stored. It goes with its user.</summary>
internal sealed class SignInRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public FaceAuthUser? User { get; set; }

    /// <summary>Number of the latest refresh token.</summary>
    public int Generation { get; set; }

    /// <summary>What the browser or program called itself, sealed; null where it said nothing.</summary>
    public byte[]? SealedClient { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the latest refresh token was issued.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>When it runs out.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public static void Configure(EntityTypeBuilder<SignInRow> row)
    {
        row.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId);
        row.HasIndex(s => new { s.UserId, s.UsedAt });
        row.HasIndex(s => s.ExpiresAt);
    }
}
