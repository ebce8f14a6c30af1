using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Postgres;

/// <summary>Names the migrations that are PostgreSQL's. At run time the context is <see cref="FaceAuthDbContext"/> itself.</summary>
internal sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : FaceAuthDbContext(options);
