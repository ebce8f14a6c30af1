namespace FaceAuth.Store.Tests.Postgres;

/// <summary>A connection string that cannot be used is told of without a part of it that may be the password.</summary>
public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData(null, "is empty")]
    [InlineData(" ", "is empty")]
    [InlineData("db.example.org", "not a list of NAME=VALUE")]
    [InlineData("Database=faceauth", "names no server")]
    [InlineData("Host=db;Databse=faceauth;Password=hunter2", "no setting \"Databse\"; Database is meant")]
    [InlineData("Host=db;Username=hunter2", "names no database: add its Database")]
    [InlineData("Host=db;Port=hunter2", "the value of Port")]
    [InlineData("Host=db;Port=99999;Database=a", "its Port is none")]
    [InlineData("Host=db;SSL Mode=hunter2", "the value of SSL Mode")]
    [InlineData("Host=db;Password=geheim;hunter2=x", "its part number 3 is no setting")]
    [InlineData("Host=db;Database=a,Username=b,Password=hunter2", "the value of Database holds \"=\"")]
    [InlineData("Host=db;Database=a&password=hunter2", "the value of Database holds \"=\"")]
    [InlineData("Host=db Port=5 Database=a Password=hunter2", "the value of Host holds \"=\"")]
    [InlineData("Host=db;Database=a;Username=b Password=hunter2", "the value of Username holds \"=\"")]
    [InlineData("Host=db;Database=a;Username=b:hunter2", "the value of Username holds \":\"")]
    [InlineData("Host=b:hunter2@db;Database=a", "the value of Host holds \"@\"")]
    [InlineData("Host=db:hunter2;Database=a", "what follows \":\" in Host is no port")]
    [InlineData("Host=db;Database=a;Application Name=b=hunter2", "the value of Application Name holds \"=\"")]
    public void A_connection_string_with_a_typo(string? text, string expected)
    {
        var options = new StoreOptions { Provider = StoreProvider.PostgreSql, ConnectionString = text };

        var fault = Assert.Single(new StoreOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_without_the_provider_or_the_other_way_round()
    {
        var options = new StoreOptions { ConnectionString = "Host=db" };

        var fault = Assert.Single(new StoreOptionsValidator().Validate(null, options).Failures!);

        Assert.Contains("Set Store:Provider to PostgreSql", fault, StringComparison.Ordinal);
    }
}
