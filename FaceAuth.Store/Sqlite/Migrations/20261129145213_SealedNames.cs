using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SealedNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Subjects_Owner_ExternalId",
                table: "Subjects");

            migrationBuilder.RenameColumn(
                name: "NormalizedUserName",
                table: "Users",
                newName: "NameHash");

            migrationBuilder.RenameColumn(
                name: "NormalizedEmail",
                table: "Users",
                newName: "EmailHash");

            migrationBuilder.RenameColumn(
                name: "UserName",
                table: "Users",
                newName: "ClearName");

            migrationBuilder.RenameColumn(
                name: "Email",
                table: "Users",
                newName: "ClearEmail");

            migrationBuilder.RenameColumn(
                name: "ExternalId",
                table: "Subjects",
                newName: "ClearName");

            migrationBuilder.RenameColumn(
                name: "Verdict",
                table: "Sessions",
                newName: "ClearVerdict");

            migrationBuilder.AddColumn<byte[]>(
                name: "SealedEmail",
                table: "Users",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "SealedName",
                table: "Users",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "NameHash",
                table: "Subjects",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "SealedName",
                table: "Subjects",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "PersonalKey",
                table: "StoreInfo",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PersonalSealedAt",
                table: "StoreInfo",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "SealedVerdict",
                table: "Sessions",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Subjects_Owner_Id",
                table: "Subjects",
                columns: new[] { "Owner", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Subjects_Owner_NameHash",
                table: "Subjects",
                columns: new[] { "Owner", "NameHash" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Subjects_Owner_Id",
                table: "Subjects");

            migrationBuilder.DropIndex(
                name: "IX_Subjects_Owner_NameHash",
                table: "Subjects");

            migrationBuilder.DropColumn(
                name: "SealedEmail",
                table: "Users");

            migrationBuilder.DropColumn(
                name: "SealedName",
                table: "Users");

            migrationBuilder.DropColumn(
                name: "NameHash",
                table: "Subjects");

            migrationBuilder.DropColumn(
                name: "SealedName",
                table: "Subjects");

            migrationBuilder.DropColumn(
                name: "PersonalKey",
                table: "StoreInfo");

            migrationBuilder.DropColumn(
                name: "PersonalSealedAt",
                table: "StoreInfo");

            migrationBuilder.DropColumn(
                name: "SealedVerdict",
                table: "Sessions");

            migrationBuilder.RenameColumn(
                name: "NameHash",
                table: "Users",
                newName: "NormalizedUserName");

            migrationBuilder.RenameColumn(
                name: "EmailHash",
                table: "Users",
                newName: "NormalizedEmail");

            migrationBuilder.RenameColumn(
                name: "ClearName",
                table: "Users",
                newName: "UserName");

            migrationBuilder.RenameColumn(
                name: "ClearEmail",
                table: "Users",
                newName: "Email");

            migrationBuilder.RenameColumn(
                name: "ClearName",
                table: "Subjects",
                newName: "ExternalId");

            migrationBuilder.RenameColumn(
                name: "ClearVerdict",
                table: "Sessions",
                newName: "Verdict");

            migrationBuilder.CreateIndex(
                name: "IX_Subjects_Owner_ExternalId",
                table: "Subjects",
                columns: new[] { "Owner", "ExternalId" },
                unique: true);
        }
    }
}
