using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RowAuthenticators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "Templates",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "Sessions",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "Audit",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.CreateTable(
                name: "AlteredRows",
                columns: table => new
                {
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    RowId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: true),
                    FoundAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AlteredRows", x => new { x.Kind, x.RowId, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_AlteredRows_SubjectId",
                table: "AlteredRows",
                column: "SubjectId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AlteredRows");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "Templates");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "Sessions");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "Audit");
        }
    }
}
