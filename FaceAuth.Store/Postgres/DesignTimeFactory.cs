using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>Gives `dotnet ef` a context without a host. The server it names is never reached.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args)
    {
        var context = new DbContextOptionsBuilder<PostgresDbContext>();
        PostgresEngine.Connect(context, new NpgsqlDataSourceBuilder("Host=design").Build());
        return new(context.Options);
    }
}
