"""Certificates for servers on loopback, signed by the tests' authority or by themselves."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """An authority, and the folder where its certificate (`ca.pem`) and those that it signed lie."""

    folder: Path
    key: Key
    certificate: x509.Certificate

    @classmethod
    def found(cls, folder: Path) -> Authority:
        """A new one."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _sign("Test authority", key, "Test authority", key, authority=True, lasts=timedelta(days=2))
        (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        return cls(folder, key, made)

    def server(
        self, name: str, *, lasts: timedelta = timedelta(days=1), own: bool = False, key: Key | None = None
    ) -> ssl.SSLContext:
        """A server's side of TLS with a certificate for `name`; `own` lets it sign itself."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(self.certify(name, lasts=lasts, own=own, key=key))
        return context

    def certify(
        self, name: str, *, lasts: timedelta = timedelta(days=1), own: bool = False, key: Key | None = None
    ) -> Path:
        """A file with a certificate for `name` and its key."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        signer = ("Test authority", self.key) if not own else (name, key)
        path = self.folder / f"{name}-{lasts.days}-{own}-{key.key_size}.pem"
        path.write_bytes(
            _sign(name, key, *signer, lasts=lasts).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )
        return path


def _sign(
    name: str, key: Key, issuer: str, issuer_key: Key, *, lasts: timedelta, authority: bool = False
) -> x509.Certificate:
    now = datetime.now(UTC)
    try:
        named: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        named = x509.DNSName(name.replace(" ", "-"))
    return (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(_called(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, now + lasts) - timedelta(days=1))
        .not_valid_after(now + lasts)
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
