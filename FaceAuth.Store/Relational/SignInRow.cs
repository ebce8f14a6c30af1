using System.Linq.Expressions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
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

    public string? Client { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the latest refresh token was issued.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>When it runs out.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public static Expression<Func<SignInRow, SignIn>> AsSignIn { get; } =
        row => new SignIn(row.Id, row.UserId, row.Generation, row.Client, row.CreatedAt, row.UsedAt, row.ExpiresAt);

    public static void Configure(EntityTypeBuilder<SignInRow> row)
    {
        row.Property(s => s.Client).HasMaxLength(Limits.UserAgent);
        row.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId);
        row.HasIndex(s => new { s.UserId, s.UsedAt });
        row.HasIndex(s => s.ExpiresAt);
    }
}
