#include "server/language/training/network.h"

#include <cmath>
#include <istream>
#include <ostream>
#include <unordered_map>

#include "server/language/internal/neural_model.h"

namespace parallax::language::training {
namespace {

using internal::kArcSize;
using internal::kEmbedding;
using internal::kEncoderLayers;
using internal::kGateColumns;
using internal::kLabelSize;
using internal::kWidth;

void Uniform(Matrix* matrix, Eigen::Index rows, Eigen::Index columns, float bound,
             std::mt19937* random) {
  matrix->resize(rows, columns);
  for (Eigen::Index i = 0; i < matrix->size(); ++i) {
    matrix->data()[i] = bound * (static_cast<float>((*random)()) * (2.0f / 4294967296.0f) - 1.0f);
  }
}

}  // namespace

Network::Network(const Sizes& sizes, uint32_t seed) : dense_(kParameters) {
  std::mt19937 random(seed);
  const auto glorot = [&](int id, uint32_t rows, uint32_t columns) {
    Uniform(&dense_[id], rows, columns, std::sqrt(6.0f / static_cast<float>(rows + columns)),
            &random);
  };
  const auto zero = [&](int id, uint32_t columns) { dense_[id] = Matrix::Zero(1, columns); };
  glorot(kInputWeights, 2 * kEmbedding, kWidth);
  zero(kInputBias, kWidth);
  for (uint32_t layer = 0; layer < kEncoderLayers; ++layer) {
    Uniform(&dense_[kLayerWeights0 + layer], kWidth, 2 * kGateColumns,
            std::sqrt(3.0f / static_cast<float>(kWidth)), &random);
    Uniform(&dense_[kGates0 + layer], 4, kWidth, 0.1f, &random);
    dense_[kGates0 + layer].bottomRows(2).setZero();
  }
  Uniform(&dense_[kTagEmbedding], sizes.tags, kWidth, 0.1f, &random);
  glorot(kEntityWeights, kWidth, internal::kEntityLabels);
  zero(kEntityBias, internal::kEntityLabels);
  for (int offset : {0, kSilverOffset}) {
    const uint32_t tags = offset == 0 ? sizes.tags : sizes.silver_tags;
    const uint32_t relations = offset == 0 ? sizes.relations : sizes.silver_relations;
    glorot(kTagWeights + offset, kWidth, tags);
    zero(kTagBias + offset, tags);
    glorot(kArcWeights + offset, kWidth, 2 * kArcSize);
    zero(kArcBias + offset, 2 * kArcSize);
    Uniform(&dense_[kArcRoot + offset], 1, kArcSize, 0.1f, &random);
    zero(kArcPrior + offset, kArcSize);
    zero(kArcDistances + offset, internal::kDistanceBuckets);
    glorot(kLabelWeights + offset, kWidth, 2 * kLabelSize);
    zero(kLabelBias + offset, kLabelSize);
    Uniform(&dense_[kLabelRoot + offset], 1, kLabelSize, 0.1f, &random);
    glorot(kRelationWeights + offset, kLabelSize, relations);
    zero(kRelationBias + offset, relations);
  }
  glorot(kReadingWeights, kWidth, internal::kReadingSize);
  zero(kReadingBias, internal::kReadingSize);
  glorot(kReadingOutputWeights, internal::kReadingSize, internal::kReadingOutputs);
  zero(kReadingOutputBias, internal::kReadingOutputs);
  Uniform(&words_, internal::kWordRows, kEmbedding, 0.15f, &random);
  Uniform(&pieces_, internal::kPieceRows, kEmbedding, 0.15f, &random);
}

void Network::Save(const std::vector<uint32_t>& row_hashes, std::ostream* out) const {
  const auto save = [&](const void* bytes, size_t size) {
    out->write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  };
  const uint32_t rows = static_cast<uint32_t>(row_hashes.size());
  save(&rows, sizeof(rows));
  save(row_hashes.data(), row_hashes.size() * sizeof(uint32_t));
  for (const Matrix& m : dense_) save(m.data(), m.size() * sizeof(float));
  save(words_.data(), words_.size() * sizeof(float));
  save(pieces_.data(), pieces_.size() * sizeof(float));
}

bool Network::Load(const std::vector<uint32_t>& row_hashes, std::istream* in) {
  const auto load = [&](void* bytes, size_t size) {
    in->read(static_cast<char*>(bytes), static_cast<std::streamsize>(size));
  };
  uint32_t rows = 0;
  load(&rows, sizeof(rows));
  if (!in->good() || rows >= internal::kWordRows) return false;
  std::vector<uint32_t> saved(rows);
  load(saved.data(), saved.size() * sizeof(uint32_t));
  for (Matrix& m : dense_) load(m.data(), m.size() * sizeof(float));
  Matrix words = words_;
  load(words.data(), words.size() * sizeof(float));
  load(pieces_.data(), pieces_.size() * sizeof(float));
  if (!in->good()) return false;
  std::unordered_map<uint32_t, uint32_t> places;
  for (uint32_t i = 0; i < rows; ++i) places.emplace(saved[i], i + 1);
  words_.row(0) = words.row(0);
  for (uint32_t i = 0; i < row_hashes.size(); ++i) {
    const auto place = places.find(row_hashes[i]);
    if (place != places.end()) words_.row(i + 1) = words.row(place->second);
  }
  return true;
}

void Network::MoveTo(const Network& other, float share) {
  for (size_t i = 0; i < dense_.size(); ++i) dense_[i] += share * (other.dense_[i] - dense_[i]);
  words_ += share * (other.words_ - words_);
  pieces_ += share * (other.pieces_ - pieces_);
}

}  // namespace parallax::language::training
