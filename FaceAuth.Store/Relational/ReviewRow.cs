using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>One review as stored. It goes with its session.</summary>
internal sealed class ReviewRow : IAuthenticatedRow
{
    public Guid Id { get; set; }

    public Guid SessionId { get; set; }

    public SessionRow? Session { get; set; }

    public ReviewCause Cause { get; set; }

    public ReviewState State { get; set; }

    public DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The account that judged first; it may be gone since.</summary>
    public Guid? FirstBy { get; set; }

    public bool FirstOverturns { get; set; }

    public DateTimeOffset? FirstAt { get; set; }

    public Guid? SecondBy { get; set; }

    public bool SecondOverturns { get; set; }

    public DateTimeOffset? SecondAt { get; set; }

    /// <summary>Over all of it: see <see cref="Reviews.ReviewSeal"/>.</summary>
    public byte[] Authenticator { get; set; } = [];

    public static void Configure(EntityTypeBuilder<ReviewRow> row)
    {
        row.HasOne(r => r.Session).WithMany().HasForeignKey(r => r.SessionId);
        row.HasIndex(r => r.SessionId).IsUnique();
        row.HasIndex(r => new { r.State, r.Id });   // lists are read in this order
    }
}
