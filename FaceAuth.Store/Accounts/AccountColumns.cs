using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Accounts;

/// <summary>What of an account lies in which column.</summary>
internal static class AccountColumns
{
    const int MaxLength = 256;

    public static void Configure(EntityTypeBuilder<FaceAuthUser> row)
    {
        row.Ignore(u => u.UserName);
        row.Ignore(u => u.Email);
        // Identity looks for these, and keeps names apart by the index of the first
        row.Property(u => u.NormalizedUserName).HasColumnName("NameHash");
        row.Property(u => u.NormalizedEmail).HasColumnName("EmailHash");
        row.Property(u => u.Authenticator);
        row.HasIndex(u => u.Role);
        row.Property(u => u.SealedName);
        row.Property(u => u.SealedEmail);
        // Identity writes every column of a user it has read: an erasure meanwhile would be forgotten, and with it the proof
        // that another face needs
        row.Property(u => u.FaceSubject).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        row.Property(u => u.FaceAuthenticator).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        row.Property(u => u.MayEnrolUntil).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        row.Property(u => u.ClearName).HasMaxLength(MaxLength);
        row.Property(u => u.ClearEmail).HasMaxLength(MaxLength);
    }
}
