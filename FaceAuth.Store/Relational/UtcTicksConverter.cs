using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FaceAuth.Store.Relational;

/// <summary>Times as UTC ticks (100 ns), because SQLite can neither order nor compare times with an offset.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
