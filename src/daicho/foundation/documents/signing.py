# SPDX-License-Identifier: Apache-2.0
"""Sign a PDF (電子署名, PAdES baseline B) with the key of the municipality.

No time stamp is asked of anybody: the counter works without a network. The key comes from a
PKCS#12 file; where none is set, papers are not signed.
"""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner

FIELD = "MunicipalSignature"


class SigningError(Exception):
    """The key cannot be used; the message names the file, never the passphrase."""


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificates."""

    signer: SimpleSigner = field(repr=False)

    @property
    def subject(self) -> str:
        """The name in the certificate."""
        certificate = self.signer.signing_cert
        return "" if certificate is None else str(certificate.subject.human_friendly)


@cache
def load_key(path: Path, passphrase: str) -> SigningKey:
    """Read a PKCS#12 file."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SigningError(f"{path}: 署名鍵を読めません({error.strerror})。") from error
    try:
        signer = SimpleSigner.load_pkcs12_data(
            content, other_certs=[], passphrase=passphrase.encode("utf-8")
        )
    except ValueError as error:
        text = f"{path}: 署名鍵を開けません(パスフレーズを確かめてください)。"
        raise SigningError(text) from error
    return SigningKey(signer)


def sign_pdf(pdf: bytes, *, key: SigningKey, reason: str) -> bytes:
    """The PDF with one invisible signature over all of it; the file keeps its pages untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=reason, name=key.subject,
        subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    signer = PdfSigner(metadata, signer=key.signer)
    with ThreadPoolExecutor(1) as own:  # signing runs an event loop; the caller may be inside one
        return bytes(own.submit(signer.sign_pdf, writer).result().getvalue())
