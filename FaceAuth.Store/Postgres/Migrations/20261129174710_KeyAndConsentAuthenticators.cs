using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class KeyAndConsentAuthenticators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Authenticated",
                table: "StoreInfo",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "Consents",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "ApiKeys",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Authenticated",
                table: "StoreInfo");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "Consents");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "ApiKeys");
        }
    }
}
