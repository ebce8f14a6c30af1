using FaceAuth.Store.Accounts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>A passkey as stored. It goes with its user.</summary>
internal sealed class PasskeyRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public FaceAuthUser? User { get; set; }

    /// <summary>Keyed hash of the credential's id.</summary>
    public string CredentialHash { get; set; } = "";

    /// <summary>All that is known of it, sealed, bound to the row, its user and the hash.</summary>
    public byte[] Sealed { get; set; } = [];

    public static void Configure(EntityTypeBuilder<PasskeyRow> row)
    {
        row.Property(p => p.CredentialHash).HasMaxLength(Limits.Hash);
        row.HasOne(p => p.User).WithMany().HasForeignKey(p => p.UserId);
        row.HasIndex(p => p.CredentialHash).IsUnique();
    }
}
