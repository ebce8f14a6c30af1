using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceAuth.Store.Relational;

/// <summary>Which node runs a session that goes on; gone in the transaction that ends the session.</summary>
internal sealed class SessionPlaceRow
{
    public Guid SessionId { get; set; }

    public SessionRow? Session { get; set; }

    /// <summary>As in <see cref="NodeRow"/>, which may be gone.</summary>
    public Guid NodeId { get; set; }

    /// <summary>The attempt that was counted for the session, as JSON, so that another node can take it back; null for none.</summary>
    public string? Attempt { get; set; }

    public static void Configure(EntityTypeBuilder<SessionPlaceRow> row)
    {
        row.HasKey(p => p.SessionId);
        row.HasOne(p => p.Session).WithOne().HasForeignKey<SessionPlaceRow>(p => p.SessionId);
        row.HasIndex(p => p.NodeId);
    }
}
