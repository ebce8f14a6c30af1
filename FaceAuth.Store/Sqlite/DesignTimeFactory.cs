using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FaceAuth.Store.Sqlite;

/// <summary>Gives `dotnet ef` a context without a host. The file it names is never opened.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<FaceAuthDbContext>
{
    public FaceAuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<FaceAuthDbContext>().UseSqlite("Data Source=design.db").Options);
}
