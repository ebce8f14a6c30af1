using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SignInAuthenticators : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "ErasedSubject",
                table: "Users",
                newName: "FaceSubject");

            migrationBuilder.AddColumn<byte[]>(
                name: "FaceAuthenticator",
                table: "Users",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Authenticator",
                table: "SignIns",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FaceAuthenticator",
                table: "Users");

            migrationBuilder.DropColumn(
                name: "Authenticator",
                table: "SignIns");

            migrationBuilder.RenameColumn(
                name: "FaceSubject",
                table: "Users",
                newName: "ErasedSubject");
        }
    }
}
