using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One picture of a decided session, sealed. It goes with its session.</summary>
internal sealed class ReviewPictureRow : IAuthenticatedRow
{
    public Guid Id { get; set; }

    public Guid SessionId { get; set; }

    public SessionRow? Session { get; set; }

    /// <summary>Its place among the session's, from 1.</summary>
    public int Number { get; set; }

    public PictureMoment Moment { get; set; }

    /// <summary>Milliseconds since the session's first picture.</summary>
    public int AtMs { get; set; }

    public DateTimeOffset Until { get; set; }

    /// <summary>The JPEG file, bound to session and number: see <see cref="Reviews.PictureSeal"/>.</summary>
    public byte[] Sealed { get; set; } = [];

    /// <summary>Over all of it.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<ReviewPictureRow> row)
    {
        row.HasOne(p => p.Session).WithMany().HasForeignKey(p => p.SessionId);
        row.HasIndex(p => new { p.SessionId, p.Number }).IsUnique();
        row.HasIndex(p => p.Until);
    }
}
