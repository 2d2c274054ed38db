// Learns the word table: rarity and vectors of the words of the news corpora.
//
// usage: parallax_train_words DATA_FOLDER OUTPUT_FILE
//
// Follows: Levy, Goldberg & Dagan 2015 (shifted PPMI with context smoothing, SVD); Halko,
// Martinsson & Tropp 2011 (randomised SVD). Same data, same bytes out: the seed is fixed.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <unordered_map>
#include <vector>

#include "Eigen/Dense"
#include "Eigen/SparseCore"
#include "server/alignment/internal/word_table.h"
#include "server/alignment/training/corpus.h"

namespace parallax::alignment {
namespace {

constexpr int kMinCount = 4;
constexpr int kWindow = 5;
constexpr int kDimensions = 48;
constexpr int kOversampling = 24;
constexpr int kPowerSteps = 4;
constexpr double kSubsample = 1e-4;
constexpr double kContextSmoothing = 0.75;
constexpr double kSpectrumPower = 0.25;
constexpr float kRarityUnit = 1.0f / 32;

using Sparse = Eigen::SparseMatrix<float, Eigen::RowMajor>;

// Words in ascending order of bytes.
std::vector<std::string> Vocabulary(const Corpus& corpus, std::vector<double>* counts) {
  std::map<std::string, int> seen;
  for (const auto& document : corpus.documents) {
    for (const std::string& word : document) ++seen[word];
  }
  std::vector<std::string> words;
  for (const auto& [word, count] : seen) {
    if (count < kMinCount) continue;
    words.push_back(word);
    counts->push_back(count);
  }
  return words;
}

using Index = std::unordered_map<std::string, uint32_t>;

Sparse CountPairs(const Corpus& corpus, const Index& index, const std::vector<double>& counts) {
  double total = 0;
  for (const auto& document : corpus.documents) total += document.size();
  std::mt19937_64 random(1);
  const auto uniform = [&] { return (random() >> 11) * 0x1.0p-53; };
  std::unordered_map<uint64_t, float> pairs;
  std::vector<uint32_t> kept;
  for (const auto& document : corpus.documents) {
    kept.clear();
    for (const std::string& word : document) {
      const auto found = index.find(word);
      if (found == index.end()) continue;
      // Frequent words are thinned out, which also widens the window of the rest.
      if (uniform() < std::sqrt(kSubsample * total / counts[found->second])) {
        kept.push_back(found->second);
      }
    }
    for (size_t i = 0; i < kept.size(); ++i) {
      for (size_t j = i + 1; j < std::min(kept.size(), i + kWindow + 1); ++j) {
        const float weight = 1 / std::sqrt(static_cast<float>(j - i));
        pairs[uint64_t{kept[i]} << 32 | kept[j]] += weight;
        pairs[uint64_t{kept[j]} << 32 | kept[i]] += weight;
      }
    }
  }
  std::vector<Eigen::Triplet<float>> cells;
  cells.reserve(pairs.size());
  for (const auto& [key, weight] : pairs) cells.emplace_back(key >> 32, key & 0xffffffff, weight);
  Sparse matrix(counts.size(), counts.size());
  matrix.setFromTriplets(cells.begin(), cells.end());
  return matrix;
}

void ToPositiveMutualInformation(Sparse* matrix) {
  const Eigen::VectorXf sums = *matrix * Eigen::VectorXf::Ones(matrix->cols());
  const double total = sums.cast<double>().sum();
  Eigen::VectorXd context = sums.cast<double>().array().pow(kContextSmoothing);
  context /= context.sum();
  for (int row = 0; row < matrix->outerSize(); ++row) {
    for (Sparse::InnerIterator cell(*matrix, row); cell; ++cell) {
      const double information = std::log(cell.value() / (sums[cell.row()] * context[cell.col()]));
      cell.valueRef() = static_cast<float>(std::max(0.0, information));
    }
  }
  std::cerr << "pairs " << matrix->nonZeros() << ", weight " << total << "\n";
  matrix->prune(0.0f);
}

// Rows of unit length: the leading left singular vectors, each times a power of its value.
Eigen::MatrixXf Factor(const Sparse& matrix) {
  std::mt19937_64 random(2);
  Eigen::MatrixXf basis(matrix.cols(), kDimensions + kOversampling);
  for (Eigen::Index i = 0; i < basis.size(); ++i) {
    basis.data()[i] = static_cast<float>((random() >> 11) * 0x1.0p-53 - 0.5);
  }
  const auto orthonormal = [](const Eigen::MatrixXf& columns) -> Eigen::MatrixXf {
    Eigen::HouseholderQR<Eigen::MatrixXf> qr(columns);
    return qr.householderQ() * Eigen::MatrixXf::Identity(columns.rows(), columns.cols());
  };
  // The matrix is symmetric in its counts but not after smoothing, hence the transpose.
  const Sparse transposed = matrix.transpose();
  basis = orthonormal(matrix * basis);
  for (int step = 0; step < kPowerSteps; ++step) {
    basis = orthonormal(transposed * basis);
    basis = orthonormal(matrix * basis);
  }
  const Eigen::MatrixXf small = (transposed * basis).transpose();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXf> solver(small * small.transpose());
  const Eigen::MatrixXf leading = solver.eigenvectors().rightCols(kDimensions);
  const Eigen::VectorXf values =
      solver.eigenvalues().tail(kDimensions).cwiseMax(0).array().sqrt().pow(kSpectrumPower);
  Eigen::MatrixXf vectors = basis * leading * values.asDiagonal();
  vectors.rowwise().normalize();
  return vectors;
}

std::vector<uint8_t> Rarities(const Corpus& corpus, const Index& index) {
  std::vector<int> documents(index.size(), 0);
  for (size_t i = 0; i < corpus.articles; ++i) {
    const std::set<std::string> words(corpus.documents[i].begin(), corpus.documents[i].end());
    for (const std::string& word : words) {
      const auto found = index.find(word);
      if (found != index.end()) ++documents[found->second];
    }
  }
  std::vector<uint8_t> rarities;
  for (const int count : documents) {
    const double rarity = std::log((corpus.articles + 1.0) / (count + 1.0));
    rarities.push_back(static_cast<uint8_t>(std::min(255.0, std::round(rarity / kRarityUnit))));
  }
  return rarities;
}

std::string Serialize(const std::vector<std::string>& words, const std::vector<uint8_t>& rarities,
                      const Eigen::MatrixXf& vectors) {
  std::string ends;
  std::string rows;
  std::string store;
  for (size_t i = 0; i < words.size(); ++i) {
    store += words[i];
    const uint32_t end = static_cast<uint32_t>(store.size());
    ends.append(reinterpret_cast<const char*>(&end), sizeof(end));
    for (int d = 0; d < kDimensions; ++d) {
      rows += static_cast<char>(static_cast<int8_t>(std::lround(vectors(i, d) * 127)));
    }
  }
  const std::string body = ends + std::string(rarities.begin(), rarities.end()) + rows + store;
  WordTableHeader header = {};
  std::memcpy(header.magic, "PXWORDS1", sizeof(header.magic));
  header.count = static_cast<uint32_t>(words.size());
  header.dimensions = kDimensions;
  header.store_size = static_cast<uint32_t>(store.size());
  header.rarity_unit = kRarityUnit;
  header.checksum = Fnv1a(body);
  return std::string(reinterpret_cast<const char*>(&header), sizeof(header)) + body;
}

int Train(const std::string& data, const std::string& output) {
  const absl::StatusOr<Corpus> corpus = ReadCorpus(data);
  if (!corpus.ok()) {
    std::cerr << corpus.status().message() << "\n";
    return 1;
  }
  std::vector<double> counts;
  const std::vector<std::string> words = Vocabulary(*corpus, &counts);
  Index index;
  for (size_t i = 0; i < words.size(); ++i) index[words[i]] = static_cast<uint32_t>(i);
  std::cerr << corpus->documents.size() << " documents, " << words.size() << " words\n";
  Sparse matrix = CountPairs(*corpus, index, counts);
  ToPositiveMutualInformation(&matrix);
  const Eigen::MatrixXf vectors = Factor(matrix);
  const std::string table = Serialize(words, Rarities(*corpus, index), vectors);
  std::ofstream file(output, std::ios::binary);
  file.write(table.data(), static_cast<std::streamsize>(table.size()));
  file.close();
  return file ? 0 : 1;
}

}  // namespace
}  // namespace parallax::alignment

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: parallax_train_words DATA_FOLDER OUTPUT_FILE\n";
    return 2;
  }
  return parallax::alignment::Train(argv[1], argv[2]);
}
