using FaceAuth.Store.Accounts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One sign-in as stored. It goes with its user.</summary>
internal sealed class SignInRow : IAuthenticatedRow
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

    /// <summary>When it was begun with a passkey; null where with a password.</summary>
    public DateTimeOffset? PasskeyAt { get; set; }

    /// <summary>Over all of it; empty in rows of versions that had none.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<SignInRow> row)
    {
        row.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId);
        row.HasIndex(s => new { s.UserId, s.UsedAt });
        row.HasIndex(s => s.ExpiresAt);
    }
}
