using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One consent as stored. It goes with its subject.</summary>
internal sealed class ConsentRow : IAuthenticatedRow
{
    public Guid Id { get; set; }

    public Guid SubjectId { get; set; }

    public string Version { get; set; } = "";

    public string? Language { get; set; }

    public DateTimeOffset GivenAt { get; set; }

    public string By { get; set; } = "";

    public Guid SessionId { get; set; }

    public SubjectRow? Subject { get; set; }

    /// <summary>Over all of it: see <see cref="Consent.ConsentSeal"/>.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<ConsentRow> row)
    {
        row.Property(c => c.Version).HasMaxLength(Limits.ConsentVersion);
        row.Property(c => c.Language).HasMaxLength(Limits.Language);
        row.Property(c => c.By).HasMaxLength(Limits.Owner);
        row.HasOne(c => c.Subject).WithMany().HasForeignKey(c => c.SubjectId);
    }
}
